import { lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VaultResult, VaultTask } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attributesOf, fingerprint, makeRichTree, sparseBytes } from './testing/rich-tree.js';
import { backupOf } from './testing/vault-orders.js';
import { VaultWorld } from './testing/vault-world.js';

let world: VaultWorld;
let target: string;

beforeEach(() => {
  world = VaultWorld.withRepository();
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
  more: Partial<Extract<VaultTask, { operation: 'RESTORE' }>> = {},
): Promise<VaultResult> {
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
