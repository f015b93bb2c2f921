import type { BackupFault, BackupRunReason, ExecutionReason } from '@hyprbox/contracts';

/** What the node found out says more than that the program failed; why it never came that far says more than both. */
export function reasonOf(execution: ExecutionReason | null, fault: BackupFault | null): BackupRunReason | null {
  return execution === 'EXIT_CODE' ? (fault ?? execution) : execution;
}
