import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AuditVerification } from '@hyprbox/contracts';
import { createTestDatabase } from '@hyprbox/testing';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { startReplica } from '../../test/replica.js';
import { admin, Caller } from '../../test/test-server.js';
import { migrations } from './data-source.js';
import { migrateWhenReachable } from './migrate.js';

const operations = new URL('../../../docs/operations.md', import.meta.url);
const environment = {
  HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
  HYPRBOX_ADMIN_EMAIL: admin.email,
  HYPRBOX_ADMIN_PASSWORD: admin.password,
};

/** An external database as its administrator makes it: one role owns it, the server works as another one. */
describe('an external database with a role for migrations', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let superuser: pg.Client;
  let roles: string[];
  let url: string;
  let migrationUrl: string;
  let warnings: string[];
  const logger = { warn: (message: string) => void warnings.push(message) };

  const as = (role: string, name = new URL(database.ownerUrl).pathname): string =>
    Object.assign(new URL(database.ownerUrl), { username: role, password: 'secret', pathname: name }).href;

  beforeEach(async () => {
    warnings = [];
    database = await createTestDatabase(inject('postgres'), 'template1');
    superuser = new pg.Client({ connectionString: database.ownerUrl });
    await superuser.connect();
    const suffix = randomBytes(4).toString('hex');
    roles = [`Owner-${suffix}`, `app ${suffix}`];
    const [owner = '', app = ''] = roles;
    for (const role of roles) await superuser.query(`CREATE ROLE "${role}" LOGIN PASSWORD 'secret'`);
    await superuser.query(`ALTER DATABASE ${new URL(database.ownerUrl).pathname.slice(1)} OWNER TO "${owner}"`);
    [migrationUrl, url] = [as(owner), as(app)];
  });
  afterEach(async () => {
    await superuser.end();
    await database.drop();
    const client = new pg.Client({ connectionString: inject('postgres').ownerUrl });
    await client.connect();
    for (const role of roles) await client.query(`DROP ROLE "${role}"`);
    await client.end();
  });

  async function works(): Promise<void> {
    await using server = await startReplica(url, environment);
    const { status, body } = await new Caller(server.url, null).post<{ token: string }>('/auth/login', admin);
    expect(status).toBe(200);
    const people = new Caller(server.url, body.token);
    expect((await people.post('/tokens', { name: 'web-1' })).status).toBe(201);
    expect((await people.get<AuditVerification>('/audit/verify')).body.ok).toBe(true);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  }

  it('is migrated by the one, and serves as the other, which owns nothing', async () => {
    expect(await migrateWhenReachable({ url, migrationUrl }, logger)).toHaveLength(migrations.length);
    await works();
    // Other replicas, and the next start, which changes nothing.
    expect(await Promise.all([1, 2].map(() => migrateWhenReachable({ url, migrationUrl }, logger)))).toEqual([[], []]);
    const { rows } = await superuser.query(
      `SELECT DISTINCT relowner::regrole::text AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
    );
    expect(rows).toEqual([{ owner: `"${roles[0]}"` }]);
    expect(warnings).toEqual([]);
  });

  it('starts by the second role alone where somebody else has migrated, and says who has to where nobody has', async () => {
    const alone = { url, migrationUrl: url };
    await expect(migrateWhenReachable(alone, logger)).rejects.toMatchObject({
      message: expect.stringMatching(/may not do .* HYPRBOX_MIGRATION_DATABASE_URL, or run "npm run migrate"/),
    });
    await migrateWhenReachable({ url, migrationUrl }, logger);
    expect(await migrateWhenReachable(alone, logger)).toEqual([]);
    await works();
  });

  it('may be granted by hand what the documentation says', async () => {
    await migrateWhenReachable({ url: migrationUrl, migrationUrl }, logger);
    const [, sql = ''] = /```sql\n(GRANT USAGE[^`]+)```/.exec(await readFile(operations, 'utf8')) ?? [];
    const owner = new pg.Client({ connectionString: migrationUrl });
    await owner.connect();
    await owner.query(sql.replaceAll('hyprbox_app', `"${roles[1]}"`));
    await owner.end();
    expect(await migrateWhenReachable({ url, migrationUrl: url }, logger)).toEqual([]);
    await works();
    const grants = `SELECT relname, relacl FROM pg_class WHERE relacl IS NOT NULL AND NOT relispartition AND relkind IN ('r', 'p')
      AND relnamespace = 'public'::regnamespace ORDER BY 1`;
    const { rows: byHand } = await superuser.query(grants);
    await migrateWhenReachable({ url, migrationUrl }, logger);
    expect((await superuser.query(grants)).rows).toEqual(byHand);
  });

  it('may have been migrated by one role for both before', async () => {
    await migrateWhenReachable({ url: migrationUrl, migrationUrl }, logger);
    await migrateWhenReachable({ url, migrationUrl }, logger);
    await works();
  });

  it('is not started on when the two settings lead to different databases', async () => {
    await using other = await createTestDatabase(inject('postgres'), 'template1');
    const elsewhere = as(roles[1] ?? '', new URL(other.url).pathname);
    await expect(migrateWhenReachable({ url: elsewhere, migrationUrl }, logger)).rejects.toMatchObject({
      message: expect.stringMatching(/^HYPRBOX_DATABASE_URL leads to another database/),
    });
  });

  it.each([
    ['the owner', () => migrationUrl],
    ['a superuser', () => database.ownerUrl],
  ])('warns of a server that runs as %s', async (_, whose) => {
    const { href } = Object.assign(new URL(whose()), { search: '?application_name=x' });
    await migrateWhenReachable({ url: href, migrationUrl }, logger);
    expect(warnings).toEqual([expect.stringMatching(/HYPRBOX_DATABASE_URL may change the audit trail/)]);
  });

  it('names the setting whose password is wrong', async () => {
    const wrong = (text: string): string => Object.assign(new URL(text), { password: 'wrong' }).href;
    await expect(migrateWhenReachable({ url, migrationUrl: wrong(migrationUrl) }, logger)).rejects.toMatchObject({
      message: expect.stringMatching(/refuses the password .* Check HYPRBOX_MIGRATION_DATABASE_URL/),
    });
    await expect(migrateWhenReachable({ url: wrong(url), migrationUrl }, logger)).rejects.toMatchObject({
      message: expect.stringMatching(/refuses the password .* Check HYPRBOX_DATABASE_URL/),
    });
  });
});
