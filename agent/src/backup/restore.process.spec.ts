import { lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BackupResult, BackupTask } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attributesOf, fingerprint, makeRichTree, sparseBytes } from './testing/rich-tree.js';
import { backupOf } from './testing/backup-orders.js';
import { BackupWorld } from './testing/backup-world.js';

let world: BackupWorld;
let target: string;

beforeEach(() => {
  world = BackupWorld.withRepository();
  target = world.path('restored');
}, 60_000);
afterEach(() => world.end());

async function backedUp(): Promise<string> {
  const { backup, message } = await world.perform(backupOf([world.source]));
  if (backup === undefined) throw new Error(`no backup: ${message}`);
  return backup.snapshotId;
}

function restore(
  snapshotId: string,
  more: Partial<Extract<BackupTask, { operation: 'RESTORE' }>> = {},
): Promise<BackupResult> {
  return world.perform({
    operation: 'RESTORE',
    snapshotId,
    targetPath: target,
    include: [],
    dryRun: false,
    overwrite: false,
    ...more,
  });
}

function linkTo(directory: string): string {
  const link = world.path('link');
  symlinkSync(directory, link);
  return link;
}

describe('a restore', { timeout: 120_000 }, () => {
  it('brings back every byte, mode, owner, time, link, attribute and hole', async () => {
    makeRichTree(world.source);
    const before = fingerprint(world.source);
    const result = await restore(await backedUp());
    expect(result).toMatchObject({ fault: null, restore: { dryRun: false, existingCount: 0 } });
    const restored = join(target, world.source);
    expect(fingerprint(restored)).toEqual(before);
    expect(attributesOf(join(restored, 'file'))).toBe('kept');
    expect(lstatSync(join(restored, 'sparse')).blocks * 512).toBeLessThan(sparseBytes / 4);
    expect(lstatSync(join(restored, 'file')).ino).toBe(lstatSync(join(restored, 'deep/hard link')).ino);
    expect(readdirSync(target)).toEqual([world.directory.split('/')[1]]);
    expect(world.said.filter((line) => /[\n\x1b]/.test(line))).toEqual([]);
  });

  it('brings the chosen paths only, whatever stands in their names', async () => {
    makeRichTree(world.source);
    const odd = join(world.source, 'two\nlines \x1b[31m*?[a]\\');
    const latin = join(world.source, 'latin \ufffd\ufffd\ufffd\ufffd');
    const include = [odd, latin, join(world.source, 'deep'), join(world.source, '-rf')];
    expect(await restore(await backedUp(), { include })).toMatchObject({ fault: null });
    const names = readdirSync(join(target, world.source), { encoding: 'latin1' }).sort();
    expect(names).toEqual(['-rf', 'deep', 'latin \xe4\xe2\x82\xff', 'two\nlines \x1b[31m*?[a]\\']);
  });

  it('brings nothing that only looks like what was chosen, and shows what is in a directory of any name', async () => {
    const directory = Buffer.from(`${world.source}/di\nr \xe4`, 'latin1');
    mkdirSync(directory);
    writeFileSync(Buffer.concat([directory, Buffer.from('/esc \x1b[31m')]), 'x');
    for (const name of ['latin \xe4', 'latin x', 'latin \xc3\xa4']) {
      writeFileSync(Buffer.from(`${world.source}/${name}`, 'latin1'), 'x');
    }
    const snapshotId = await backedUp();
    const shown = `${world.source}/di\nr \ufffd`;
    const { tree } = await world.perform({ operation: 'TREE', snapshotId, path: shown });
    expect(tree?.entries.map(({ path }) => path)).toEqual([`${shown}/esc \x1b[31m`]);
    const include = [`${world.source}/latin \ufffd`, `${shown}/esc \x1b[31m`];
    expect(await restore(snapshotId, { include })).toMatchObject({ fault: null, restore: { files: 2 } });
    const names = readdirSync(join(target, world.source), { encoding: 'latin1' }).sort();
    expect(names).toEqual(['di\nr \xe4', 'latin \xe4']);
  });

  it('only says what would come, when it is a dry run', async () => {
    writeFileSync(join(world.source, 'file'), 'content');
    const result = await restore(await backedUp(), { dryRun: true });
    expect(result).toMatchObject({ fault: null, restore: { dryRun: true, files: 1, bytes: 7, existing: [] } });
    expect(world.said.join('\n')).toContain(`would restore ${join(world.source, 'file')}`);
    expect(() => lstatSync(target)).toThrow();
  });

  it('refuses as a whole when one file exists, and overwrites when it is allowed to', async () => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(world.source, name), 'from the snapshot');
    const snapshotId = await backedUp();
    const there = join(target, world.source);
    mkdirSync(there, { recursive: true });
    writeFileSync(join(there, 'b'), 'of today');
    writeFileSync(join(there, 'mine'), 'kept');

    const refused = await restore(snapshotId);
    expect(refused).toMatchObject({
      fault: 'TARGET_EXISTS',
      restore: { existing: [join(there, 'b')], existingCount: 1 },
    });
    expect(readdirSync(there).sort()).toEqual(['b', 'mine']);
    expect(readFileSync(join(there, 'b'), 'utf8')).toBe('of today');

    expect(await restore(snapshotId, { overwrite: true })).toMatchObject({
      fault: null,
      restore: { existingCount: 1 },
    });
    expect(readFileSync(join(there, 'b'), 'utf8')).toBe('from the snapshot');
    expect(readdirSync(there).sort()).toEqual(['a', 'b', 'c', 'mine']);
    expect(readdirSync(target)).toHaveLength(1);
  });

  it('never writes through a link in the target, also when it may overwrite', async () => {
    writeFileSync(join(world.source, 'file'), 'content');
    const snapshotId = await backedUp();
    const outside = world.path('outside');
    mkdirSync(outside);
    mkdirSync(join(target, world.directory), { recursive: true });
    symlinkSync(outside, join(target, world.source));
    expect(await restore(snapshotId, { overwrite: true })).toMatchObject({ fault: 'TARGET_EXISTS' });
    expect(readdirSync(outside)).toEqual([]);
  });

  it.each<[string, (agent: string) => string]>([
    ['as the target', (agent) => agent],
    ['in a directory of it that is not there yet', (agent) => join(agent, 'history', 'new', 'inner')],
    ['by a link', (agent) => linkTo(join(agent, 'history'))],
    ['by a directory above it', () => '/'],
  ])("never writes into the agent's own state directory: %s", async (_, targetOf) => {
    const agent = world.path('state');
    const record = join(agent, 'history', 'record');
    mkdirSync(dirname(record), { recursive: true });
    writeFileSync(record, 'of the snapshot');
    const { backup } = await world.perform(backupOf([agent]));
    writeFileSync(record, 'of today');
    const targetPath = targetOf(agent);
    for (const dryRun of [true, false]) {
      expect(await restore(backup?.snapshotId ?? '', { targetPath, dryRun, overwrite: true })).toMatchObject({
        fault: 'TARGET_EXISTS',
        message: expect.stringContaining("the agent's own state directory"),
      });
    }
    expect(readdirSync(agent).sort()).toEqual(['history', 'vault']);
    expect(readdirSync(dirname(record))).toEqual(['record']);
    expect(readFileSync(record, 'utf8')).toBe('of today');
  });

  it.each<[string, (data: string) => string]>([
    ['as the target', (data) => data],
    ['by a link', (data) => linkTo(data)],
    ['by a directory above it', () => '/'],
  ])('never writes into the data of a server on the same host: %s', async (_, targetOf) => {
    const data = world.path('data');
    mkdirSync(data);
    writeFileSync(join(data, 'jwt-secret'), 'known to an attacker');
    const { backup } = await world.perform(backupOf([data]));
    writeFileSync(join(data, 'jwt-secret'), 'of today');
    world.closedDirectory = data;
    expect(await restore(backup?.snapshotId ?? '', { targetPath: targetOf(data), overwrite: true })).toMatchObject({
      fault: 'TARGET_EXISTS',
      message: expect.stringContaining("the server's data directory"),
    });
    expect(readdirSync(data)).toEqual(['jwt-secret']);
    expect(readFileSync(join(data, 'jwt-secret'), 'utf8')).toBe('of today');
  });

  it('says that there is no such snapshot or path', async () => {
    writeFileSync(join(world.source, 'file'), 'content');
    const snapshotId = await backedUp();
    expect(await restore('deadbeef')).toMatchObject({ fault: 'NO_SNAPSHOT' });
    expect(await restore(snapshotId, { include: ['/never/there'] })).toMatchObject({
      fault: 'NO_SNAPSHOT',
      message: expect.stringContaining('/never/there'),
    });
  });
});
