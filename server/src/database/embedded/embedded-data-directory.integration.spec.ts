import { chmod, chown, cp, lstat, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@hyprbox/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedDatabases, query } from '../../../test/embedded-databases.js';
import { migrate, migrateWhenReachable } from '../migrate.js';
import { PartitionFunctions1765800000000 } from '../migrations/1765800000000-partition-functions.js';
import { applicationRole } from './application-role.js';

const root = process.geteuid?.() === 0;
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

describe('the data directory of an embedded PostgreSQL', () => {
  it('takes over a directory of an earlier version, in which the superuser did everything', async () => {
    const earlier = databases.embedded();
    await earlier.start();
    await migrate(earlier.ownerUrl);
    const name = new PartitionFunctions1765800000000().name;
    await query(earlier, `DELETE FROM migrations WHERE name = '${name}'`);
    await query(earlier, 'DROP FUNCTION make_partition, drop_partition');
    await query(earlier, `DROP OWNED BY ${applicationRole}`);
    await query(earlier, `DROP ROLE ${applicationRole}`);
    await query(earlier, `INSERT INTO settings VALUES ('kept', '1', now())`);
    await earlier.stop();

    const upgraded = databases.embedded();
    await upgraded.start();
    const access = { url: upgraded.url, migrationUrl: upgraded.ownerUrl };
    expect(
      await migrateWhenReachable(access, { warn: (words: unknown) => void databases.told.push(String(words)) }),
    ).toEqual([name]);
    expect(await query(upgraded, `SELECT value FROM settings WHERE name = 'kept'`, upgraded.url)).toEqual([[1]]);
    const refused = query(upgraded, 'DELETE FROM audit_events', upgraded.url);
    await expect(refused).rejects.toThrow(/permission denied/);
    expect(databases.told.join()).not.toMatch(/does not need/);
  });

  it('takes over the lock and the process id file of a server that was killed', async () => {
    const first = databases.embedded();
    await first.start();
    await first.stop();
    const dataDir = databases.dataDir;
    const dead = { pid: process.pid, startTime: '1', bootId: 'an earlier boot', stopping: false };
    await writeFile(join(dataDir, 'server.lock'), JSON.stringify(dead));
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    await writeFile(pidFile, `${process.pid}\n${join(dataDir, 'postgres')}\n1\n1\n\n127.0.0.1\n\n`);
    const { uid, gid } = await stat(join(dataDir, 'postgres'));
    await chown(pidFile, uid, gid);

    await expect(databases.embedded().start()).resolves.toBeUndefined();
  });

  it('refuses a copy that was made while it ran, with words, and blames no process of the original', async () => {
    const first = databases.embedded();
    await first.start();
    const [original, copy] = [databases.dataDir, join(databases.path, 'copy')];
    await cp(original, copy, { recursive: true });
    const refused = expect.objectContaining({
      message: expect.stringMatching(`${copy} is a copy of ${original}.*stop the server first`),
    });
    await expect(databases.embedded({ dataDir: copy }).start()).rejects.toEqual(refused);
    // Nor is it taken for sound when the server's lock was left out of the copy, or the original was killed meanwhile.
    await rm(join(copy, 'server.lock'));
    await expect(databases.embedded({ dataDir: copy }).start()).rejects.toEqual(refused);
    expect(databases.told.join()).not.toMatch(/Another HyprBox server|earlier server/);
    await expect(query(first, 'SELECT 1')).resolves.toEqual([[1]]);
  });

  it('starts on a copy and after a move of a directory whose server was stopped', async () => {
    const first = databases.embedded();
    await first.start();
    await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const [original, copy, moved] = ['data', 'copy', 'moved'].map((name) => join(databases.path, name));
    const { uid, gid } = await stat(join(original ?? '', 'postgres'));
    await cp(original ?? '', copy ?? '', { recursive: true });
    for (const entry of await readdir(join(copy ?? '', 'postgres'), { recursive: true })) {
      await chown(join(copy ?? '', 'postgres', entry), uid, gid);
    }
    await chown(join(copy ?? '', 'postgres'), uid, gid);
    await rename(original ?? '', moved ?? '');
    for (const dataDir of [copy ?? '', moved ?? '']) {
      const again = databases.embedded({ dataDir });
      await again.start();
      expect(await query(again, 'SELECT answer FROM kept')).toEqual([[42]]);
    }
  });

  it('names both versions when the database was made by another PostgreSQL', async () => {
    const first = databases.embedded();
    await first.start();
    await first.stop();
    await writeFile(join(databases.dataDir, 'postgres', 'PG_VERSION'), '15\n');

    await expect(databases.embedded().start()).rejects.toThrow(/made by PostgreSQL 15, and .* brings PostgreSQL 18/);
  });

  it("closes the superuser's password to others where a copy of it was open to them", async () => {
    const first = databases.embedded();
    await first.start();
    await first.stop();
    const path = join(databases.dataDir, 'postgres.password');
    await chmod(path, 0o644);
    await databases.embedded().start();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('says what to do when the password is missing', async () => {
    const first = databases.embedded();
    await first.start();
    await first.stop();
    await writeFile(join(databases.dataDir, 'postgres.password'), '');

    await expect(databases.embedded().start()).rejects.toThrow(/password .* is missing from .*postgres\.password/);
  });

  it('says what to do when the data directory cannot be written', async () => {
    const dataDir = join(databases.path, 'file');
    await writeFile(dataDir, '');

    await expect(databases.embedded({ dataDir }).start()).rejects.toThrow(/cannot be written: .*HYPRBOX_DATA_DIR/);
  });

  it('stops PostgreSQL also when its data directory is gone', async () => {
    const postgres = databases.embedded();
    await postgres.start();
    const { url } = postgres;
    await rm(databases.dataDir, { recursive: true });
    await postgres.stop();

    await expect(new pg.Client({ connectionString: url }).connect()).rejects.toThrow(/ECONNREFUSED/);
  });

  describe.runIf(root)('as root', () => {
    it('keeps the database elsewhere when the data directory is closed to other users', async () => {
      await using closed = await temporaryDirectory({ mode: 0o700 });
      const dataDir = join(closed.path, 'data');
      const first = databases.embedded({ dataDir });
      await first.start();
      await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
      await first.stop();
      expect((await lstat(join(dataDir, 'postgres'))).isSymbolicLink()).toBe(true);
      expect(await realpath(join(dataDir, 'postgres'))).toMatch(join(databases.path, 'system', 'clusters'));
      expect(databases.told.filter((line) => line.startsWith('The database lies in'))).toHaveLength(1);

      const second = databases.embedded({ dataDir });
      await second.start();
      expect(await query(second, 'SELECT answer FROM kept')).toEqual([[42]]);
    });

    it('is not shared by a copy of a data directory that only links to it, and goes along when that is moved', async () => {
      await using closed = await temporaryDirectory({ mode: 0o700 });
      const [original, copy, moved] = ['data', 'copy', 'moved'].map((name) => join(closed.path, name));
      const first = databases.embedded({ dataDir: original ?? '' });
      await first.start();
      await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
      await first.stop();
      await cp(original ?? '', copy ?? '', { recursive: true });
      await expect(databases.embedded({ dataDir: copy ?? '' }).start()).rejects.toThrow(
        /copy of .* its database is still the same/,
      );
      await rm(copy ?? '', { recursive: true });
      await rename(original ?? '', moved ?? '');
      const again = databases.embedded({ dataDir: moved ?? '' });
      await again.start();
      expect(await query(again, 'SELECT answer FROM kept')).toEqual([[42]]);
    });

    it('starts with an empty database after the data directory was removed', async () => {
      await using closed = await temporaryDirectory({ mode: 0o700 });
      const first = databases.embedded({ dataDir: join(closed.path, 'data') });
      await first.start();
      await query(first, 'CREATE TABLE gone AS SELECT 1');
      await first.stop();
      await closed.remove();

      await using again = await temporaryDirectory({ mode: 0o700 });
      const second = databases.embedded({ dataDir: join(again.path, 'data') });
      await second.start();
      expect(await query(second, `SELECT to_regclass('gone')`)).toEqual([[null]]);
    });
  });
});
