import { runBackup } from './backup.task.js';
import { VaultFault } from './vault-fault.js';
import type { VaultRun } from './vault-run.js';

/** @throws VaultFault */
export function carryOut(run: VaultRun): Promise<void> {
  const { task } = run.order;
  switch (task.operation) {
    case 'BACKUP':
      return runBackup(run, task);
    default:
      throw new VaultFault('RESTIC_FAILED', `${task.operation} is not known to this agent.`);
  }
}
