import { runBackup } from './backup.task.js';
import { runCheck } from './check.task.js';
import { runDrill } from './drill.task.js';
import { runPrune } from './prune.task.js';
import { runDiff, runFind, runSnapshots, runTree } from './questions.task.js';
import { runRestore } from './restore.task.js';
import type { VaultRun } from './vault-run.js';

/** @throws VaultFault when it did not succeed */
export function carryOut(run: VaultRun): Promise<void> {
  const { task } = run.order;
  switch (task.operation) {
    case 'BACKUP':
      return runBackup(run, task);
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
