import { dirname } from 'node:path';
import type { SnapshotDifference, SnapshotMatches, SnapshotTree, BackupTask } from '@hyprbox/contracts';
import { backupLimits } from '@hyprbox/contracts';
import { FindScanner } from './find-scanner.js';
import { listSnapshot, snapshotEntry } from './listing.js';
import { faultOf } from './restic-faults.js';
import type { Fields } from './restic-json.js';
import { fieldsOf, jsonObject, numberOf, textOf } from './restic-json.js';
import { answerSnapshots } from './snapshot-answer.js';
import type { BackupContext } from './backup-context.js';
import { AnswerBudget } from './answer-budget.js';

type Task<Operation extends BackupTask['operation']> = Extract<BackupTask, { operation: Operation }>;

/** Before whoever asked gives up. */
const findWithinMs = (backupLimits.querySeconds - 5) * 1000;

export async function runSnapshots(run: BackupContext): Promise<void> {
  Object.assign(run.found, answerSnapshots(await run.repository.snapshots()));
}

/** The direct children of a directory. */
export async function runTree(run: BackupContext, { snapshotId, path }: Task<'TREE'>): Promise<void> {
  const directory = path.replace(/\/+$/, '') || '/';
  const budget = new AnswerBudget(backupLimits.treeEntries);
  const tree: SnapshotTree = { snapshotId, path: directory, entries: [], truncated: false };
  // Restic compares bytes: a name that is not shown as it is has to be looked for among all.
  const listed = directory.includes('\ufffd') ? null : directory;
  await listSnapshot(run.repository, snapshotId, listed, (entry) => {
    if (dirname(entry.path) !== directory || entry.path === directory) return;
    const shown = snapshotEntry(entry);
    if (budget.admits(shown.path)) tree.entries.push(shown);
    else tree.truncated = true;
  });
  run.found.tree = tree;
}

/** In this node's own snapshots, whatever is called so. */
export async function runFind(run: BackupContext, { pattern }: Task<'FIND'>): Promise<void> {
  const times = new Map((await run.repository.snapshots()).map(({ id, at }) => [id, at]));
  const budget = new AnswerBudget(backupLimits.findMatches);
  const matches: SnapshotMatches['matches'] = [];
  const scanner = new FindScanner(
    (path) => budget.admits(path),
    (snapshotId, entries) => {
      const snapshotAt = times.get(snapshotId);
      // One that was made since they were listed has no time yet.
      if (snapshotAt === undefined) return;
      matches.push(...entries.map((entry) => ({ ...snapshotEntry(entry), snapshotId, snapshotAt })));
    },
  );
  const end = await run.restic.run({
    command: ['find', '--json', '--no-lock', ...run.repository.own],
    operands: [pattern],
    quiet: true,
    withinMs: findWithinMs,
    onOutput: (bytes) => scanner.push(bytes),
  });
  const outOfTime = end.code !== 0 && scanner.hasBegun;
  if (end.code !== 0 && !outOfTime) throw faultOf(end);
  run.found.matches = { matches, truncated: budget.exceeded || outOfTime };
}

export async function runDiff(run: BackupContext, { from, to }: Task<'DIFF'>): Promise<void> {
  const budget = new AnswerBudget(backupLimits.diffChanges);
  const difference: SnapshotDifference = { from, to, changes: [], addedBytes: 0, removedBytes: 0, truncated: false };
  await run.repository.ask({
    command: ['diff', '--json', '--metadata'],
    operands: [from, to],
    onLine: (line) => {
      const fields = jsonObject(line);
      const change = readChange(fields);
      if (change !== null && budget.admits(change.path)) difference.changes.push(change);
      if (fields?.message_type !== 'statistics') return;
      difference.addedBytes = numberOf(fieldsOf(fields.added)?.bytes) ?? 0;
      difference.removedBytes = numberOf(fieldsOf(fields.removed)?.bytes) ?? 0;
    },
  });
  difference.truncated = budget.exceeded;
  run.found.difference = difference;
}

const marks = ['+', '-', 'M', 'U', 'T'] as const;

/** Of several marks the first counts: a change of type is more than one of content. */
function readChange(fields: Fields | null): SnapshotDifference['changes'][number] | null {
  const path = textOf(fields?.path);
  const change = marks.find((mark) => textOf(fields?.modifier)?.startsWith(mark));
  return fields?.message_type === 'change' && path !== null && change !== undefined ? { path, change } : null;
}
