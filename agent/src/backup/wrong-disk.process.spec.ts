import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupResult, BackupTask } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupOf } from './testing/backup-orders.js';
import { BackupWorld } from './testing/backup-world.js';

let world: BackupWorld;
let first: BackupResult;

beforeAll(async () => {
  world = new BackupWorld();
  writeFileSync(join(world.source, 'file'), 'content');
  first = await world.perform(backupOf([world.source]));
  expect(first).toMatchObject({ fault: null, repositoryId: expect.stringMatching(/^[0-9a-f]{64}$/) });
}, 60_000);
afterAll(() => world.end());

/** What the server orders once a backup went well. */
const later = (): { initialize: boolean; repositoryId: string | null } => ({
  initialize: false,
  repositoryId: first.repositoryId ?? null,
});

const unmount = (): void => renameSync(world.repository, world.path('unmounted'));

const snapshotId = (): string => first.backup?.snapshotId ?? '';
const tasks: [string, () => BackupTask][] = [
  ['BACKUP', () => backupOf([world.source])],
  ['PRUNE', () => ({ operation: 'PRUNE', retention: { keepLast: 1 } })],
  ['CHECK', () => ({ operation: 'CHECK', readData: null })],
  [
    'RESTORE',
    () => ({
      operation: 'RESTORE',
      snapshotId: snapshotId(),
      targetPath: world.path('back'),
      include: [],
      dryRun: false,
      overwrite: false,
    }),
  ],
  ['DRILL', () => ({ operation: 'DRILL', files: null, directory: null, verify: null })],
  ['SNAPSHOTS', () => ({ operation: 'SNAPSHOTS' })],
  ['TREE', () => ({ operation: 'TREE', snapshotId: snapshotId(), path: '/' })],
  ['FIND', () => ({ operation: 'FIND', pattern: 'file' })],
  ['DIFF', () => ({ operation: 'DIFF', from: snapshotId(), to: snapshotId() })],
];

it('is made at the first backup, whose log does not begin with an error of restic’s', () => {
  expect(world.said.join('\n')).not.toMatch(/Fatal|unable to open/);
  expect(world.said).toContain('There is no repository yet: making one.');
});

describe('a known repository whose disk is not mounted', { timeout: 120_000 }, () => {
  beforeAll(unmount);

  it.each(tasks)('is missed by a %s, and none is made', async (_, task) => {
    const result = await world.perform(task(), later());
    expect(result).toMatchObject({ fault: 'NO_REPOSITORY', message: expect.stringContaining('mounted') });
    expect([result.snapshots, result.backup, result.drill]).toEqual([undefined, undefined, undefined]);
    expect(existsSync(world.repository)).toBe(false);
  });
});

describe('another repository in its place', { timeout: 120_000 }, () => {
  beforeAll(() => {
    mkdirSync(world.repository);
    world.restic('init');
  });

  it.each(tasks)('is told by a %s, and left alone', async (_, task) => {
    const result = await world.perform(task(), later());
    expect(result).toMatchObject({
      fault: 'REPOSITORY_CHANGED',
      message: expect.stringContaining((first.repositoryId ?? '').slice(0, 8)),
      repositoryId: expect.not.stringMatching(first.repositoryId ?? ''),
    });
    expect([result.snapshots, result.backup, result.tree, result.matches]).toEqual(Array(4).fill(undefined));
    expect(JSON.parse(world.restic('snapshots', '--json'))).toEqual([]);
  });

  afterAll(() => rmSync(world.repository, { recursive: true }));
});

describe('a known repository that is there again', { timeout: 120_000 }, () => {
  it('may have been mounted by the pre hook', async () => {
    const script = `mv '${world.path('unmounted')}' '${world.repository}'`;
    const task = backupOf([world.source], { preHook: { preset: 'mount', script, sha256: '' } });
    const again = await world.perform(task, later());
    expect(again).toMatchObject({ fault: null, repositoryId: first.repositoryId });
    expect(again.snapshots).toHaveLength(2);
  });

  it('is used also for a server that does not know it', async () => {
    const older = JSON.stringify({ ...orderOfOlderServer(), task: { operation: 'SNAPSHOTS' } });
    expect((await world.performText(older)).snapshots).toHaveLength(2);
  });
});

function orderOfOlderServer(): Record<string, unknown> {
  return {
    version: 1,
    policyId: '0190a0b0-0000-7000-8000-000000000001',
    nodeId: 'web-1',
    repository: world.repository,
    ownTags: ['hyprbox', 'policy-1'],
    initialize: true,
    uploadLimitKiBps: null,
    downloadLimitKiBps: null,
    priority: 'NORMAL',
  };
}
