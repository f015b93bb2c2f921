import type { BackupTask } from '@hyprbox/contracts';
import { stepBegins } from './progress.js';
import { faultOf } from './restic-faults.js';
import { BackupError } from './backup-error.js';
import type { BackupContext } from './backup-context.js';

export async function runCheck(run: BackupContext, task: Extract<BackupTask, { operation: 'CHECK' }>): Promise<void> {
  run.report.progress(stepBegins('check'));
  const end = await run.repository.read({
    command: ['check', ...(task.readData === null ? [] : [`--read-data-subset=${task.readData}`])],
  });
  if (end.code === 0) return;
  const fault = faultOf(end);
  // Whatever else a check finds is a fault of the repository.
  throw fault.fault === 'RESTIC_FAILED' ? new BackupError('REPOSITORY_DAMAGED', fault.message) : fault;
}
