import { randomUUID } from 'node:crypto';
import type { Job, Node, Page, PendingWork } from '@hyprbox/contracts';
import { createTestDatabase, eventually } from '@hyprbox/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { describe, expect, inject, it } from 'vitest';
import { olderDatabase } from '../../test/older-database.js';
import { startReplica } from '../../test/replica.js';
import { admin, Caller } from '../../test/test-server.js';
import { unmetRequirement } from './database-requirements.js';
import { applicationRole } from './embedded/application-role.js';
import { migrate, migrateWhenReachable } from './migrate.js';
import { startFault } from './start-fault.js';

const odd = {
  datestyle: 'SQL, DMY',
  intervalstyle: 'iso_8601',
  timezone: 'Asia/Kolkata',
  bytea_output: 'escape',
  extra_float_digits: '-10',
  client_encoding: 'LATIN1',
  standard_conforming_strings: 'off',
  default_transaction_isolation: 'serializable',
  search_path: 'elsewhere',
  statement_timeout: '20s',
  lock_timeout: '1',
  idle_in_transaction_session_timeout: '1',
  transform_null_equals: 'on',
};
const quiet = { warn: () => undefined };

async function execute(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

describe("the database's surroundings", () => {
  it('are set by the server in each connection, whatever is set for the database', async () => {
    await using database = await createTestDatabase(inject('postgres'));
    const name = new URL(database.url).pathname.slice(1);
    await execute(
      database.ownerUrl,
      'CREATE SCHEMA elsewhere',
      ...Object.entries(odd).map(([key, value]) => `ALTER DATABASE ${name} SET ${key} = '${value}'`),
    );
    expect(await migrateWhenReachable({ url: database.url, migrationUrl: database.ownerUrl }, quiet)).toEqual([]);
    await using server = await startReplica(database.url, {
      HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
      HYPRBOX_ADMIN_EMAIL: admin.email,
      HYPRBOX_ADMIN_PASSWORD: admin.password,
    });
    expect(await server.app.get(DataSource).query('SHOW statement_timeout')).toEqual([{ statement_timeout: '30s' }]);
    const { body: session } = await new Caller(server.url, null).post<{ token: string }>('/auth/login', admin);
    const people = new Caller(server.url, session.token);
    const { body: token } = await people.post<{ token: string }>('/tokens', { name: 'web-1' });
    const agent = new Caller(server.url, token.token);
    const sent = { cpuPct: 12.345678, memPct: 2, diskPct: 3 };
    const heartbeat = { nodeId: 'web-1', hostname: 'wéb-1', intervalSeconds: 15, metrics: sent };
    expect((await agent.post('/nodes/heartbeat', heartbeat)).status).toBe(202);
    const { body: nodes } = await people.get<Page<Node>>('/nodes');
    expect(nodes.items[0]).toMatchObject({ hostname: 'wéb-1', status: 'ONLINE', metrics: sent });
    const { body: job } = await people.post<Job>('/jobs', { nodeId: 'web-1', preset: 'system-facts', variables: {} });
    expect(Math.abs(Date.parse(job.createdAt) - Date.now())).toBeLessThan(60_000);
    await agent.get<PendingWork>(`/jobs/pending?nodeId=web-1&claimId=${randomUUID()}`);
    const bytes = Buffer.from('a\\b\x01€').toString('base64');
    const chunks = [{ stream: 'stdout', offset: 0, base64: bytes }];
    expect((await agent.post(`/jobs/${job.id}/output`, { attempt: 1, chunks })).status).toBe(200);
    expect((await people.get<Job>(`/jobs/${job.id}`)).body.stdout).toContain('a\\b');
    for (const path of ['/nodes', '/activity', '/jobs', '/audit', '/audit/verify', '/nodes/history?range=1h']) {
      expect([path, (await people.get(path)).status]).toEqual([path, 200]);
    }
  });

  it.each([
    [{ versionNumber: 150_007, version: '15.7 (Debian)', encoding: 'UTF8' }, /PostgreSQL 15\.7.*16 or newer/],
    [{ versionNumber: 160_000, version: '16.0', encoding: 'SQL_ASCII' }, /SQL_ASCII.*UTF8/],
    [{ versionNumber: 180_004, version: '18.4', encoding: 'UTF8' }, null],
  ])('that do not do are refused: %o', (surroundings, words) => {
    const fault = unmetRequirement(surroundings);
    if (words) expect(fault).toMatch(words);
    else expect(fault).toBeNull();
  });
});

describe('a start on a database that takes no writes', () => {
  it.each([
    ['the database', (name: string) => `ALTER DATABASE ${name}`],
    ["the server's role in it", (name: string) => `ALTER ROLE ${applicationRole} IN DATABASE ${name}`],
  ])('by a default of %s waits, says in one line why, and goes on when it takes them', async (_, alter) => {
    await using database = await createTestDatabase(inject('postgres'));
    const statement = alter(new URL(database.url).pathname.slice(1));
    await execute(database.ownerUrl, `${statement} SET default_transaction_read_only = on`);
    const said: string[] = [];
    const access = { url: database.url, migrationUrl: database.ownerUrl };
    const start = migrateWhenReachable(access, { warn: (words: unknown) => void said.push(String(words)) });
    await eventually(() => said.length > 0);
    await execute(
      database.ownerUrl,
      'SET default_transaction_read_only = off',
      `${statement} RESET default_transaction_read_only`,
    );
    expect(await start).toEqual([]);
    expect(said).toEqual([
      expect.stringMatching(
        /^The database can not be used yet; waiting for it\. The database "test_\w+" on 127\.0\.0\.1 takes no writes: .*HYPRBOX_DATABASE_URL.*default_transaction_read_only/,
      ),
    ]);
  });
});

describe('a start that the database prevents is told in one line', () => {
  const withUrl = (change: (url: URL) => void): string => {
    const url = new URL(inject('postgres').ownerUrl);
    change(url);
    return url.href;
  };

  it.each([
    ['a wrong password', withUrl((url) => (url.password = 'wrong')), /refuses the password of the user "hyprbox"/],
    [
      'a missing database',
      withUrl((url) => (url.pathname = '/nobody-made-it')),
      /There is no database "nobody-made-it"/,
    ],
    ['a database without TLS', withUrl((url) => url.searchParams.set('sslmode', 'verify-full')), /speaks no TLS/],
    ['a certificate that is not there', withUrl((url) => (url.search = 'sslrootcert=/none.pem')), /none\.pem/],
  ])('for %s', async (_, url, words) => {
    const error: unknown = await migrateWhenReachable({ url, migrationUrl: url }, quiet).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'Error', message: expect.stringMatching(words) });
    expect((error as Error).message).not.toMatch(/\n/);
  });

  it('for PostgreSQL 15, in which nothing is made', async () => {
    await using database = await createTestDatabase(inject('postgres'), 'template1');
    await using older = await olderDatabase(database.ownerUrl);
    const access = { url: older.url, migrationUrl: older.url };
    const error: unknown = await migrateWhenReachable(access, quiet).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^The database is PostgreSQL 15\.\d, and HyprBox needs 16 or newer\. [^\n]+$/),
    });
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    const { rows } = await client.query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
    await client.end();
    expect(rows).toEqual([]);
  });

  it('for a host that nobody knows', async () => {
    const url = withUrl((each) => (each.hostname = 'no-such-host.invalid'));
    const error: unknown = await migrate(url).catch((reason: unknown) => reason);
    expect(startFault(error, { url, setting: 'HYPRBOX_DATABASE_URL' })).toMatch(
      /The host "no-such-host\.invalid" .* is not known/,
    );
  });

  it('for a user who may not make tables', async () => {
    await using database = await createTestDatabase(inject('postgres'), 'template1');
    const role = `weak_${randomUUID().slice(0, 8)}`;
    await execute(database.ownerUrl, `CREATE ROLE ${role} LOGIN PASSWORD 'weak'`);
    const { href: url } = Object.assign(new URL(database.url), { username: role, password: 'weak' });
    const error: unknown = await migrateWhenReachable({ url, migrationUrl: url }, quiet).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ message: expect.stringMatching(/GRANT CREATE, USAGE ON SCHEMA public/) });
    await execute(database.ownerUrl, `DROP ROLE ${role}`);
  });
});
