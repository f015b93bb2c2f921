import type { BackupFault, BackupRunReason, ExecutionReason } from '@hyprbox/contracts';

/** What the node found out says more than that the program failed; why it never came that far says more than both. */
export function reasonOf(execution: ExecutionReason | null, fault: BackupFault | null): BackupRunReason | null {
  return execution === 'EXIT_CODE' ? (fault ?? execution) : execution;
}

/** What was wrong, and what to do about it where the node did not say more. */
export const reasonTexts: Readonly<Record<BackupRunReason, string>> = {
  RESTIC_MISSING: 'restic is not installed on the node',
  SECRET_UNAVAILABLE: 'the node could not read a secret that the policy refers to',
  WRONG_PASSWORD: 'the repository has another password',
  NO_REPOSITORY: 'there is no repository at this address',
  REPOSITORY_CHANGED: 'another repository is at this address than the one that holds the backups',
  REPOSITORY_LOCKED: 'the repository is locked by somebody else',
  REPOSITORY_UNREACHABLE: 'the repository could not be reached',
  REPOSITORY_READ_ONLY: 'the repository could not be written to',
  REPOSITORY_DAMAGED: 'the repository is damaged',
  DISK_FULL: 'a disk is full',
  MISSING_PATH: 'a path of the policy does not exist on the node',
  UNREADABLE_FILES: 'some files could not be read',
  NO_SNAPSHOT: 'there is no such snapshot',
  TARGET_EXISTS: 'files stand already where some were to be restored',
  VERIFICATION_FAILED: 'what was restored is not what was backed up',
  HOOK_FAILED: 'a script before or after it failed',
  RESTIC_FAILED: 'restic failed',
  EXIT_CODE: 'it did not report what it did',
  TIMEOUT: 'it ran out of time',
  CANCELLED: 'it was cancelled',
  AGENT_LOST: 'the node went silent',
  INTERRUPTED: 'it was interrupted on the node',
  EXPIRED: 'the node did not come back in time',
};
