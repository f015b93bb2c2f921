import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@hyprbox/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedDatabases, postmasterPid, query } from '../../../test/embedded-databases.js';
import { applicationRole } from './application-role.js';
import { runningClusterUrl } from './running-cluster.js';

let made: EmbeddedDatabases;
let databases: EmbeddedDatabases;

beforeAll(async () => {
  made = await EmbeddedDatabases.begin();
  await made.make();
});
beforeEach(async () => {
  databases = await EmbeddedDatabases.beginWith(made);
});
afterEach(() => databases.end());
afterAll(() => made.end());

describe('EmbeddedPostgres', () => {
  it('starts a durable UTF-8 database that only this host can reach', async () => {
    const dataDir = join(databases.path, 'new');
    const postgres = databases.embedded({ dataDir });
    await postgres.start();

    expect(postgres.url).toMatch(/^postgresql:\/\/hyprbox_app:[\w-]{32}@127\.0\.0\.1:\d+\/hyprbox$/);
    expect(postgres.ownerUrl).toMatch(/^postgresql:\/\/hyprbox:[\w-]{32}@127\.0\.0\.1:\d+\/hyprbox$/);
    const [settings] = await query(
      postgres,
      `SELECT current_setting('fsync'), current_setting('server_encoding'), current_setting('listen_addresses'),
              current_setting('unix_socket_directories'), lower('ÄÖÜ')`,
    );
    expect(settings).toEqual(['on', 'UTF8', '127.0.0.1', '', 'äöü']);
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
  });

  it('is used as an ordinary role, whose password is new at each start and lies in no file and no log', async () => {
    const passwords: string[] = [];
    for (let starts = 0; starts < 2; starts++) {
      const postgres = databases.embedded({ settings: { log_statement: 'all', log_min_error_statement: 'error' } });
      await postgres.start();
      const rights = 'SELECT current_user::text, rolsuper FROM pg_roles WHERE rolname = current_user';
      expect(await query(postgres, rights, postgres.url)).toEqual([[applicationRole, false]]);
      expect(await query(postgres, rights)).toEqual([['hyprbox', true]]);
      // Another program on the host has only the superuser's password, and gives up the rights.
      const beside = await runningClusterUrl(databases.dataDir);
      expect(await query(postgres, rights, beside ?? '')).toEqual([[applicationRole, false]]);
      passwords.push(new URL(postgres.url).password);
      await postgres.stop();
    }
    expect(new Set(passwords).size).toBe(2);
    expect(databases.told.join()).toMatch(/ALTER ROLE hyprbox_app/);
    const texts = [databases.told.join()];
    for (const entry of await readdir(databases.path, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) texts.push(await readFile(join(entry.parentPath, entry.name), 'latin1'));
    }
    for (const text of texts) for (const password of passwords) expect(text.includes(password)).toBe(false);
  });

  it('undoes at its start what its ordinary role set for itself, and gives it no large objects', async () => {
    const first = databases.embedded();
    await first.start();
    await query(first, 'CREATE TABLE written (id int)');
    await query(first, `GRANT INSERT ON written TO ${applicationRole}`);
    const readOnly = 'SET default_transaction_read_only = on';
    await query(
      first,
      `ALTER ROLE ${applicationRole} ${readOnly};
       ALTER ROLE ${applicationRole} IN DATABASE hyprbox ${readOnly};
       ALTER ROLE ${applicationRole} PASSWORD 'taken'`,
      first.url,
    );
    // As in a directory of an earlier version.
    await query(first, 'GRANT EXECUTE ON FUNCTION lo_create, lo_from_bytea TO PUBLIC');
    await first.stop();

    const second = databases.embedded();
    await second.start();
    await expect(query(second, 'INSERT INTO written VALUES (1)', second.url)).resolves.toEqual([]);
    for (const call of [
      'lo_creat(-1)',
      'lo_create(0)',
      `lo_from_bytea(0, 'x')`,
      'lo_open(1, 131072)',
      `lo_put(1, 0, 'x')`,
      `lowrite(0, 'x')`,
      'lo_unlink(1)',
    ]) {
      await expect(query(second, `SELECT ${call}`, second.url)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('refuses a wrong password', async () => {
    const postgres = databases.embedded();
    await postgres.start();
    const client = new pg.Client({ connectionString: postgres.url.replace(/:[\w-]{32}@/, ':wrong@') });

    await expect(client.connect()).rejects.toThrow(/password authentication failed/);
  });

  it('finds its data again after a stop', async () => {
    const first = databases.embedded();
    await first.start();
    await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    expect(existsSync(join(databases.dataDir, 'server.lock'))).toBe(false);

    const second = databases.embedded();
    await second.start();
    expect(await query(second, 'SELECT answer FROM kept')).toEqual([[42]]);
  });

  it('starts PostgreSQL again on the same port when it is killed, and loses nothing that was committed', async () => {
    const postgres = databases.embedded();
    const events: string[] = [];
    postgres.onDown(() => events.push('down'));
    postgres.onUp(() => events.push('up'));
    await postgres.start();
    const { url } = postgres;
    await query(postgres, 'CREATE TABLE kept AS SELECT 42 AS answer');

    process.kill(await postmasterPid(databases.dataDir), 'SIGKILL');
    await eventually(() => events.includes('up'));

    expect(events).toEqual(['down', 'up']);
    expect(postgres.url).toBe(url);
    expect(await query(postgres, 'SELECT answer FROM kept')).toEqual([[42]]);
  });

  it('stops for good while PostgreSQL is down', async () => {
    const postgres = databases.embedded();
    const down = new Promise<void>((resolve) => postgres.onDown(resolve));
    await postgres.start();
    const { url } = postgres;
    process.kill(await postmasterPid(databases.dataDir), 'SIGKILL');
    await down;
    await postgres.stop();

    await expect(new pg.Client({ connectionString: url }).connect()).rejects.toThrow(/ECONNREFUSED/);
    expect(databases.told).not.toContain('PostgreSQL is back');
  });

  it('waits for a server that is stopping', async () => {
    const first = databases.embedded();
    await first.start();
    const second = databases.embedded();
    const starting = second.start();
    await eventually(() => databases.told.some((line) => line.startsWith('Another HyprBox server')));
    await first.stop();

    await expect(starting).resolves.toBeUndefined();
  });

  it('checks what it reads from the disk, and lets pg_basebackup copy it while it runs', async () => {
    const postgres = databases.embedded();
    await postgres.start();
    expect(await query(postgres, 'SHOW data_checksums')).toEqual([['on']]);
    // The driver knows the parameter, its types do not.
    const options = { connectionString: postgres.ownerUrl, replication: 'true' } as pg.ClientConfig;
    const client = new pg.Client(options);
    await client.connect();
    const { rows } = await client.query('IDENTIFY_SYSTEM');
    await client.end();
    expect(rows).toHaveLength(1);
  });

  it('shows what PostgreSQL said when it does not start', async () => {
    const postgres = databases.embedded({ settings: { shared_buffers: 'plenty' } });

    await expect(postgres.start()).rejects.toThrow(/invalid value for parameter "shared_buffers": "plenty"/);
  });
});
