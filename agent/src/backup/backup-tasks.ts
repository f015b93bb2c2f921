import type { BackupTask } from '@hyprbox/contracts';
import { backupRunKinds } from '@hyprbox/contracts';
import { runBackup } from './backup.task.js';
import { runCheck } from './check.task.js';
import { runDrill } from './drill.task.js';
import { openRepository } from './open-repository.js';
import { runPrune } from './prune.task.js';
import { runDiff, runFind, runSnapshots, runTree } from './repository-queries.task.js';
import { runRestore } from './restore.task.js';
import type { BackupContext } from './backup-context.js';

type MakeBackupTask = Extract<BackupTask, { operation: 'BACKUP' }>;

/** @throws BackupError when it did not succeed */
export async function carryOut(run: BackupContext): Promise<void> {
  const { task } = run.order;
  // It opens the repository itself, after its pre hook.
  if (task.operation === 'BACKUP') return runBackup(run, task);
  await openRepository(run, { mayMake: false });
  // Queries change nothing, and their caller waits.
  if (backupRunKinds.some((kind) => kind === task.operation)) await run.repository.clearDeadLocks();
  return withRepository(run, task);
}

function withRepository(run: BackupContext, task: Exclude<BackupTask, MakeBackupTask>): Promise<void> {
  switch (task.operation) {
    case 'PRUNE':
      return runPrune(run, task);
    case 'CHECK':
      return runCheck(run, task);
    case 'RESTORE':
      return runRestore(run, task);
    case 'DRILL':
      return runDrill(run, task);
    case 'SNAPSHOTS':
      return runSnapshots(run);
    case 'TREE':
      return runTree(run, task);
    case 'FIND':
      return runFind(run, task);
    case 'DIFF':
      return runDiff(run, task);
  }
}
