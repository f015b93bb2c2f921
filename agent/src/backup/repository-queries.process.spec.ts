import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupOf } from './testing/backup-orders.js';
import { BackupWorld } from './testing/backup-world.js';

let world: BackupWorld;
let first: string;
let second: string;
const odd = 'two\nlines "},{" \\ \x1b[31m';

/** One repository for all: queries change nothing. */
beforeAll(async () => {
  world = BackupWorld.withRepository();
  mkdirSync(join(world.source, 'sub/deep'), { recursive: true });
  writeFileSync(join(world.source, odd), 'odd');
  writeFileSync(join(world.source, 'sub/file'), 'one');
  writeFileSync(join(world.source, 'sub/deep/file'), 'gone soon');
  first = (await world.perform(backupOf([world.source]))).backup?.snapshotId ?? '';
  rmSync(join(world.source, 'sub/deep'), { recursive: true });
  writeFileSync(join(world.source, 'sub/file'), 'changed');
  writeFileSync(join(world.source, 'new'), 'new');
  second = (await world.perform(backupOf([world.source]))).backup?.snapshotId ?? '';
}, 120_000);
afterAll(() => world.end());

describe('a query to a repository', { timeout: 120_000 }, () => {
  it('lists the snapshots, oldest first', async () => {
    const { snapshots, fault } = await world.perform({ operation: 'SNAPSHOTS' });
    expect(fault).toBeNull();
    expect(snapshots?.map(({ id }) => id)).toEqual([first, second]);
  });

  it('shows the direct children of a directory, and of the root', async () => {
    const { tree } = await world.perform({ operation: 'TREE', snapshotId: first, path: `${world.source}/` });
    expect(tree).toMatchObject({ snapshotId: first, path: world.source, truncated: false });
    expect(tree?.entries.map(({ path, type, mode }) => [path, type, mode.slice(0, 1)]).sort()).toEqual([
      [join(world.source, 'sub'), 'dir', 'd'],
      [join(world.source, odd), 'file', '-'],
    ]);
    const root = await world.perform({ operation: 'TREE', snapshotId: first, path: '/' });
    expect(root.tree?.entries.map(({ path }) => path)).toEqual([`/${world.source.split('/')[1]}`]);
  });

  it('says that there is no such snapshot', async () => {
    const result = await world.perform({ operation: 'TREE', snapshotId: 'deadbeef', path: '/' });
    expect(result.fault).toBe('NO_SNAPSHOT');
  });

  it('finds a name in every snapshot that has it', async () => {
    const { matches } = await world.perform({ operation: 'FIND', pattern: 'file' });
    const found = matches?.matches.map(({ path, snapshotId }) => [snapshotId, path]).sort();
    expect(found).toEqual(
      [
        [first, join(world.source, 'sub/deep/file')],
        [first, join(world.source, 'sub/file')],
        [second, join(world.source, 'sub/file')],
      ].sort(),
    );
    expect(matches?.truncated).toBe(false);
    const strange = await world.perform({ operation: 'FIND', pattern: 'two*' });
    expect(strange.matches?.matches.map(({ path }) => path)).toEqual([
      join(world.source, odd),
      join(world.source, odd),
    ]);
    const nothing = await world.perform({ operation: 'FIND', pattern: '--json' });
    expect(nothing).toMatchObject({ fault: null, matches: { matches: [], truncated: false } });
  });

  it('tells what differs between two snapshots', async () => {
    const { difference } = await world.perform({ operation: 'DIFF', from: first, to: second });
    const files = difference?.changes.filter(({ path, change }) => !path.endsWith('/') || change !== 'U');
    expect(files).toEqual(
      expect.arrayContaining([
        { path: join(world.source, 'new'), change: '+' },
        { path: join(world.source, 'sub/file'), change: 'M' },
        { path: join(world.source, 'sub/deep/file'), change: '-' },
      ]),
    );
    expect(difference?.addedBytes).toBeGreaterThan(0);
  });
});
