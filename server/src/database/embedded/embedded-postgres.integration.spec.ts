import { existsSync } from 'node:fs';
import { chown, lstat, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, temporaryDirectory } from '@hyprbox/testing';
import type { TemporaryDirectory } from '@hyprbox/testing';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedPostgres } from './embedded-postgres.js';
import type { EmbeddedPostgresOptions } from './embedded-postgres.js';

const root = process.geteuid?.() === 0;
let outer: TemporaryDirectory;
let started: EmbeddedPostgres[];
let told: string[];

beforeEach(async () => {
  outer = await temporaryDirectory({ mode: 0o755 });
  started = [];
  told = [];
});

afterEach(async () => {
  for (const postgres of started) await postgres.stop();
  await outer.remove();
});

function embedded(options: Partial<EmbeddedPostgresOptions> = {}): EmbeddedPostgres {
  const tell = (message: string): void => void told.push(message);
  const postgres = new EmbeddedPostgres({
    dataDir: join(outer.path, 'data'),
    log: { debug: tell, info: tell, warn: tell, error: tell },
    systemDirectory: join(outer.path, 'system'),
    ...options,
  });
  started.push(postgres);
  return postgres;
}

async function query(postgres: EmbeddedPostgres, text: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: postgres.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const result = await client.query<unknown[]>({ text, rowMode: 'array' });
    return result.rows;
  } finally {
    await client.end();
  }
}

async function postmasterPid(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

describe('EmbeddedPostgres', () => {
  it('starts a durable UTF-8 database that only this host can reach', async () => {
    const postgres = embedded();
    await postgres.start();

    expect(postgres.url).toMatch(/^postgresql:\/\/hyprbox:[\w-]{32}@127\.0\.0\.1:\d+\/hyprbox$/);
    const [settings] = await query(
      postgres,
      `SELECT current_setting('fsync'), current_setting('server_encoding'), current_setting('listen_addresses'),
              current_setting('unix_socket_directories'), lower('ÄÖÜ')`,
    );
    expect(settings).toEqual(['on', 'UTF8', '127.0.0.1', '', 'äöü']);
    expect((await stat(join(outer.path, 'data', 'postgres.password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(outer.path, 'data', 'postgres'))).mode & 0o777).toBe(0o700);
  });

  it('refuses a wrong password', async () => {
    const postgres = embedded();
    await postgres.start();
    const client = new pg.Client({ connectionString: postgres.url.replace(/:[\w-]{32}@/, ':wrong@') });

    await expect(client.connect()).rejects.toThrow(/password authentication failed/);
  });

  it('finds its data again after a stop', async () => {
    const first = embedded();
    await first.start();
    await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    expect(existsSync(join(outer.path, 'data', 'server.lock'))).toBe(false);

    const second = embedded();
    await second.start();
    expect(await query(second, 'SELECT answer FROM kept')).toEqual([[42]]);
  });

  it('starts PostgreSQL again on the same port when it is killed, and loses nothing that was committed', async () => {
    const postgres = embedded();
    const events: string[] = [];
    postgres.onDown(() => events.push('down'));
    postgres.onUp(() => events.push('up'));
    await postgres.start();
    const { url } = postgres;
    await query(postgres, 'CREATE TABLE kept AS SELECT 42 AS answer');

    process.kill(await postmasterPid(join(outer.path, 'data')), 'SIGKILL');
    await eventually(() => events.includes('up'));

    expect(events).toEqual(['down', 'up']);
    expect(postgres.url).toBe(url);
    expect(await query(postgres, 'SELECT answer FROM kept')).toEqual([[42]]);
  });

  it('stops for good while PostgreSQL is down', async () => {
    const postgres = embedded();
    const down = new Promise<void>((resolve) => postgres.onDown(resolve));
    await postgres.start();
    const { url } = postgres;
    process.kill(await postmasterPid(join(outer.path, 'data')), 'SIGKILL');
    await down;
    await postgres.stop();

    await expect(new pg.Client({ connectionString: url }).connect()).rejects.toThrow(/ECONNREFUSED/);
    expect(told).not.toContain('PostgreSQL is back');
  });

  it('waits for a server that is stopping', async () => {
    const first = embedded();
    await first.start();
    const second = embedded();
    const starting = second.start();
    await eventually(() => told.some((line) => line.startsWith('Another HyprBox server')));
    await first.stop();

    await expect(starting).resolves.toBeUndefined();
  });

  it('takes over the lock and the process id file of a server that was killed', async () => {
    const first = embedded();
    await first.start();
    await first.stop();
    const dataDir = join(outer.path, 'data');
    const dead = { pid: process.pid, startTime: '1', bootId: 'an earlier boot', stopping: false };
    await writeFile(join(dataDir, 'server.lock'), JSON.stringify(dead));
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    await writeFile(pidFile, `${process.pid}\n${join(dataDir, 'postgres')}\n1\n1\n\n127.0.0.1\n\n`);
    const { uid, gid } = await stat(join(dataDir, 'postgres'));
    await chown(pidFile, uid, gid);

    await expect(embedded().start()).resolves.toBeUndefined();
  });

  it('names both versions when the database was made by another PostgreSQL', async () => {
    const first = embedded();
    await first.start();
    await first.stop();
    await writeFile(join(outer.path, 'data', 'postgres', 'PG_VERSION'), '15\n');

    await expect(embedded().start()).rejects.toThrow(/made by PostgreSQL 15, and .* brings PostgreSQL 18/);
  });

  it('says what to do when the password is missing', async () => {
    const first = embedded();
    await first.start();
    await first.stop();
    await writeFile(join(outer.path, 'data', 'postgres.password'), '');

    await expect(embedded().start()).rejects.toThrow(/password .* is missing from .*postgres\.password/);
  });

  it('says what to do when the data directory cannot be written', async () => {
    const dataDir = join(outer.path, 'file');
    await writeFile(dataDir, '');

    await expect(embedded({ dataDir }).start()).rejects.toThrow(/cannot be written: .*HYPRBOX_DATA_DIR/);
  });

  it('shows what PostgreSQL said when it does not start', async () => {
    const postgres = embedded({ settings: { shared_buffers: 'plenty' } });

    await expect(postgres.start()).rejects.toThrow(/invalid value for parameter "shared_buffers": "plenty"/);
  });

  it('stops PostgreSQL also when its data directory is gone', async () => {
    const postgres = embedded();
    await postgres.start();
    const { url } = postgres;
    await rm(join(outer.path, 'data'), { recursive: true });
    await postgres.stop();

    await expect(new pg.Client({ connectionString: url }).connect()).rejects.toThrow(/ECONNREFUSED/);
  });

  describe.runIf(root)('as root', () => {
    it('keeps the database elsewhere when the data directory is closed to other users', async () => {
      await using closed = await temporaryDirectory({ mode: 0o700 });
      const dataDir = join(closed.path, 'data');
      const first = embedded({ dataDir });
      await first.start();
      await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
      await first.stop();
      expect((await lstat(join(dataDir, 'postgres'))).isSymbolicLink()).toBe(true);
      expect(await realpath(join(dataDir, 'postgres'))).toMatch(join(outer.path, 'system', 'clusters'));
      expect(told.filter((line) => line.startsWith('The database lies in'))).toHaveLength(1);

      const second = embedded({ dataDir });
      await second.start();
      expect(await query(second, 'SELECT answer FROM kept')).toEqual([[42]]);
    });

    it('starts with an empty database after the data directory was removed', async () => {
      await using closed = await temporaryDirectory({ mode: 0o700 });
      const first = embedded({ dataDir: join(closed.path, 'data') });
      await first.start();
      await query(first, 'CREATE TABLE gone AS SELECT 1');
      await first.stop();
      await closed.remove();

      await using again = await temporaryDirectory({ mode: 0o700 });
      const second = embedded({ dataDir: join(again.path, 'data') });
      await second.start();
      expect(await query(second, `SELECT to_regclass('gone')`)).toEqual([[null]]);
    });
  });
});
