import type { RestoreOutcome, BackupResult, BackupTask } from '@hyprbox/contracts';
import type { Outcome } from '../../executions/execution-state.js';

/**
 * How an attempt ended, from its exit and from its result. Both must say that all went well, and the result must hold
 * what the task is there for: whatever else there is, is no success.
 */
export function outcomeOf(task: BackupTask, outcome: Outcome, result: BackupResult | null): Outcome {
  if (outcome.status !== 'SUCCEEDED') return outcome;
  if (!result) return { status: 'FAILED', reason: 'INTERRUPTED' };
  return result.fault === null && isAnswered(task, result) ? outcome : { status: 'FAILED', reason: 'EXIT_CODE' };
}

/** Whether a result is one of this task, and of no other. */
function isAnswered(task: BackupTask, { backup, retention, restore, drill, ...answers }: BackupResult): boolean {
  const { snapshots, tree, matches, difference } = answers;
  switch (task.operation) {
    case 'BACKUP':
      return backup !== undefined;
    case 'PRUNE':
      return retention !== undefined;
    case 'CHECK':
      return true;
    case 'RESTORE':
      return restore !== undefined && isRestored(task, restore);
    case 'DRILL':
      return (
        drill !== undefined && drill.filesRestored > 0 && drill.checks.length > 0 && drill.checks.every(({ ok }) => ok)
      );
    case 'SNAPSHOTS':
      return snapshots !== undefined;
    case 'TREE':
      return tree?.snapshotId === task.snapshotId;
    case 'FIND':
      return matches !== undefined;
    case 'DIFF':
      return difference?.from === task.from && difference.to === task.to;
  }
}

/** A rehearsal restores nothing, and what was not to be overwritten cannot have been in the way. */
function isRestored(task: Extract<BackupTask, { operation: 'RESTORE' }>, restore: RestoreOutcome): boolean {
  return restore.dryRun === task.dryRun && (task.dryRun || task.overwrite || restore.existingCount === 0);
}
