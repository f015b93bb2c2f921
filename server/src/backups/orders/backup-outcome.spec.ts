import type { DrillEvidence, BackupResult, BackupTask } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../executions/execution-state.js';
import { outcomeOf } from './backup-outcome.js';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);
const succeeded: Outcome = { status: 'SUCCEEDED', reason: null };

const restoreOf = (more: object = {}): BackupTask => ({
  operation: 'RESTORE',
  snapshotId: a,
  targetPath: '/t',
  include: [],
  dryRun: false,
  overwrite: false,
  ...more,
});
const restored = (more: object = {}): Partial<BackupResult> => ({
  restore: { dryRun: false, files: 2, bytes: 3, existing: [], existingCount: 0, ...more },
});
const drillOf: BackupTask = { operation: 'DRILL', files: null, directory: null, verify: null };
const drilled = (more: Partial<DrillEvidence> = {}): Partial<BackupResult> => ({
  drill: {
    snapshotId: a,
    snapshotAt: '2026-01-01T00:00:00.000Z',
    files: [],
    filesRestored: 1,
    bytesRestored: 1,
    manifestSha256: b,
    checks: [{ name: 'restic', ok: true, detail: null }],
    restoreSeconds: 1,
    ...more,
  },
});
const treeOf = (snapshotId: string): Partial<BackupResult> => ({
  tree: { snapshotId, path: '/', entries: [], truncated: false },
});
const differenceOf = (from: string, to: string): Partial<BackupResult> => ({
  difference: { from, to, changes: [], addedBytes: 0, removedBytes: 0, truncated: false },
});
const tree: BackupTask = { operation: 'TREE', snapshotId: a, path: '/' };
const diff: BackupTask = { operation: 'DIFF', from: a, to: b };

function judged(task: BackupTask, found: Partial<BackupResult>): string {
  return outcomeOf(task, succeeded, { fault: null, message: null, resticVersion: null, ...found }).status;
}

describe('a result that came with exit code 0', () => {
  it.each<[string, BackupTask, Partial<BackupResult>]>([
    ['a restore', restoreOf(), restored()],
    ['a rehearsal that met files', restoreOf({ dryRun: true }), restored({ dryRun: true, existingCount: 3 })],
    ['a restore that was to overwrite', restoreOf({ overwrite: true }), restored({ existingCount: 3 })],
    ['a drill', drillOf, drilled()],
    ['a tree', tree, treeOf(a)],
    ['a difference', diff, differenceOf(a, b)],
  ])('is taken for what was asked: %s', (_name, task, found) => {
    expect(judged(task, found)).toBe('SUCCEEDED');
  });

  it.each<[string, BackupTask, Partial<BackupResult>]>([
    ['a rehearsal in place of a restore', restoreOf(), restored({ dryRun: true })],
    ['a restore in place of a rehearsal', restoreOf({ dryRun: true }), restored()],
    ['a restore over files that were to stay', restoreOf(), restored({ existingCount: 1 })],
    ['a drill of nothing', drillOf, drilled({ filesRestored: 0 })],
    ['a drill without a check', drillOf, drilled({ checks: [] })],
    ['a drill with a check that failed', drillOf, drilled({ checks: [{ name: 'listing', ok: false, detail: null }] })],
    ['a tree of another snapshot', tree, treeOf(b)],
    ['a difference the other way round', diff, differenceOf(b, a)],
    ['figures of another operation', drillOf, restored()],
  ])('is no success: %s', (_name, task, found) => {
    expect(judged(task, found)).toBe('FAILED');
  });
});
