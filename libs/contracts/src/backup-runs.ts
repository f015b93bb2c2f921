export const backupRunKinds = ['BACKUP', 'PRUNE', 'CHECK', 'RESTORE', 'DRILL'] as const;
export type BackupRunKind = (typeof backupRunKinds)[number];

/** What can be wrong with a run beyond what ends any execution. The agent finds it out; it never counts as success. */
export const backupFaults = [
  'RESTIC_MISSING',
  'SECRET_UNAVAILABLE',
  'WRONG_PASSWORD',
  'NO_REPOSITORY',
  'REPOSITORY_CHANGED',
  'REPOSITORY_LOCKED',
  'REPOSITORY_UNREACHABLE',
  'REPOSITORY_READ_ONLY',
  'REPOSITORY_DAMAGED',
  'DISK_FULL',
  'MISSING_PATH',
  'UNREADABLE_FILES',
  'NO_SNAPSHOT',
  'TARGET_EXISTS',
  'VERIFICATION_FAILED',
  'HOOK_FAILED',
  'RESTIC_FAILED',
] as const;
export type BackupFault = (typeof backupFaults)[number];

export const backupRunTriggers = ['SCHEDULE', 'USER', 'RETENTION'] as const;
/** RETENTION is what follows a backup. */
export type BackupRunTrigger = (typeof backupRunTriggers)[number];

/** Restic's own verification, sizes and modes against its listing, and the verify script, where there is one. */
export const drillChecks = ['restic', 'listing', 'script'] as const;

export interface RunBackupRequest {
  /** BACKUP when it is left out. */
  kind?: 'BACKUP' | 'PRUNE' | 'CHECK' | 'DRILL';
  /** Needed when the policy covers several nodes. */
  nodeId?: string;
}

export interface RestoreRequest {
  policyId: string;
  snapshotId: string;
  /** Where restored files go, with their full path below it. */
  targetPath: string;
  /** Absolute paths in the snapshot; everything when it is left out. */
  include?: string[];
  dryRun?: boolean;
  overwrite?: boolean;
  nodeId?: string;
}
