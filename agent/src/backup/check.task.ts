import type { VaultTask } from '@hyprbox/contracts';
import { stepBegins } from './progress.js';
import { faultOf } from './restic-faults.js';
import { VaultFault } from './vault-fault.js';
import type { VaultRun } from './vault-run.js';

export async function runCheck(run: VaultRun, task: Extract<VaultTask, { operation: 'CHECK' }>): Promise<void> {
  run.report.progress(stepBegins('check'));
  const end = await run.repository.read({
    command: ['check', ...(task.readData === null ? [] : [`--read-data-subset=${task.readData}`])],
  });
  if (end.code === 0) return;
  const fault = faultOf(end);
  // Whatever else a check finds is a fault of the repository.
  throw fault.fault === 'RESTIC_FAILED' ? new VaultFault('REPOSITORY_DAMAGED', fault.message) : fault;
}
