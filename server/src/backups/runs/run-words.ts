import type { BackupRunKind, BackupRunReason, ExecutionStatus } from '@hyprbox/contracts';

/** What a kind of run is called at the start of a sentence. */
export const runNames: Readonly<Record<BackupRunKind, string>> = {
  BACKUP: 'Backup',
  PRUNE: 'Retention',
  CHECK: 'Repository check',
  RESTORE: 'Restore',
  DRILL: 'Restore drill',
};

export interface EndedRun {
  kind: BackupRunKind;
  policyName: string;
  nodeId: string;
  status: ExecutionStatus;
  reason: BackupRunReason | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export function queuedInWords(kind: BackupRunKind, policyName: string, nodeId: string, by: string | null): string {
  const what = `${runNames[kind]} of ${nodeId} (${policyName})`;
  return by === null ? `${what} is due` : `${what} was asked for by ${by}`;
}

export function endInWords({ kind, policyName, nodeId, status, reason, startedAt, finishedAt }: EndedRun): string {
  const took =
    startedAt && finishedAt ? ` after ${((finishedAt.getTime() - startedAt.getTime()) / 1000).toFixed(1)} s` : '';
  const what = `${runNames[kind]} of ${nodeId} (${policyName})`;
  if (status === 'SUCCEEDED') return `${what} succeeded${took}`;
  if (status === 'CANCELLED')
    return startedAt ? `${what} was cancelled${took}` : `${what} was cancelled before it started`;
  return `${what} failed${took}: ${reason === null ? 'nobody knows why' : reasonWords[reason]}`;
}

/** What was wrong, and what to do about it where the node did not say more. */
export const reasonWords: Readonly<Record<BackupRunReason, string>> = {
  RESTIC_MISSING: 'restic is not installed on the node',
  SECRET_UNAVAILABLE: 'the node could not read a secret that the policy refers to',
  WRONG_PASSWORD: 'the repository has another password',
  NO_REPOSITORY: 'there is no repository at this address, and the policy does not say to make one',
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
};
