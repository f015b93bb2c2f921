import type { BackupRunReason } from '@hyprbox/contracts';

interface FaultGuidance {
  /** As a table has room for. */
  title: string;
  /** What the operator does about it. */
  remedy: string;
}

const words: Readonly<Record<BackupRunReason, FaultGuidance>> = {
  RESTIC_MISSING: {
    title: 'restic is missing',
    remedy: 'Install it on the host, such as with “apt-get install restic”, and run it again.',
  },
  SECRET_UNAVAILABLE: {
    title: 'A secret was not found',
    remedy:
      'The password or a credential is not where the policy says. Make the file on the host, readable by the agent, or set the variable for the agent’s service; or correct the reference in the policy.',
  },
  WRONG_PASSWORD: {
    title: 'Wrong password',
    remedy: 'The repository was made with another password. Put that one where the policy’s reference points to.',
  },
  NO_REPOSITORY: {
    title: 'There is no repository',
    remedy:
      'Nothing is at the policy’s address. Check that its disk is mounted, and the address. A repository that backups went to is never made anew by itself: if it is gone for good, choose “Accept a new repository” on the policy’s page.',
  },
  REPOSITORY_CHANGED: {
    title: 'Another repository is there',
    remedy:
      'At the policy’s address is not the repository that holds the backups. Mount the right disk or correct the address. If this one is to be used from now on, choose “Accept a new repository” on the policy’s page.',
  },
  REPOSITORY_LOCKED: {
    title: 'The repository is locked',
    remedy:
      'Something else works on it. If it is still running, wait for it. A lock of a process that is gone is removed with “restic unlock” on the host.',
  },
  REPOSITORY_UNREACHABLE: {
    title: 'The repository cannot be reached',
    remedy:
      'Check the network, the remote’s name and its credentials from the host itself. The log has the exact words.',
  },
  REPOSITORY_READ_ONLY: {
    title: 'The repository cannot be written',
    remedy: 'Give the agent’s user the right to write there; or remount the file system for writing.',
  },
  REPOSITORY_DAMAGED: {
    title: 'The repository is damaged',
    remedy:
      'Do not prune. Copy the repository, then follow restic’s “repair” steps; run a check and a drill before you trust it again.',
  },
  DISK_FULL: {
    title: 'The disk is full',
    remedy:
      'Make room where the repository is (or, for a restore, where it goes to): keep fewer snapshots, or add space.',
  },
  MISSING_PATH: {
    title: 'A path is missing',
    remedy:
      'A path of the policy is not on the host. What is there was backed up; the run counts as failed so that the gap is not overlooked. Correct the path, or take it out of the policy.',
  },
  UNREADABLE_FILES: {
    title: 'Some files could not be read',
    remedy: 'The snapshot lacks them. Give the agent the right to read them, or exclude them in the policy.',
  },
  NO_SNAPSHOT: { title: 'There is no snapshot', remedy: 'Run a backup first; then there is something to restore.' },
  TARGET_EXISTS: {
    title: 'Files stand in the way',
    remedy:
      'Nothing was overwritten. Restore to another directory; where the message names files, you may also confirm that they may be overwritten.',
  },
  VERIFICATION_FAILED: {
    title: 'What was restored is not right',
    remedy:
      'The proof failed: see which check below. Treat the backups of this host as doubtful until a check and another drill succeed.',
  },
  HOOK_FAILED: {
    title: 'A hook failed',
    remedy: 'The log has what the script printed. Correct what it found, or the hook.',
  },
  RESTIC_FAILED: { title: 'restic failed', remedy: 'The log has restic’s own words.' },
  EXIT_CODE: { title: 'It ended with an error', remedy: 'The log says what went wrong.' },
  TIMEOUT: { title: 'It reached its time limit', remedy: 'It was ended. See in the log how far it came.' },
  CANCELLED: {
    title: 'Cancelled',
    remedy: 'It was ended on request. What was uploaded so far makes the next run shorter.',
  },
  AGENT_LOST: {
    title: 'The host went silent',
    remedy: 'When it comes back, the rest of the log and the real end appear here. The next run starts at its time.',
  },
  INTERRUPTED: {
    title: 'The agent stopped meanwhile',
    remedy: 'A run is never started twice. Start a new one: what was uploaded is used again.',
  },
  EXPIRED: {
    title: 'The host did not come back in time',
    remedy: 'Nothing ran. Start a new run when the host is back.',
  },
};

export function faultTitle(reason: BackupRunReason): string {
  return words[reason].title;
}

export function faultRemedy(reason: BackupRunReason): string {
  return words[reason].remedy;
}
