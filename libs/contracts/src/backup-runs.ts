import type { ExecutionReason, ExecutionStatus } from './jobs.js';

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

/** Why a run did not succeed. */
export type BackupRunReason = BackupFault | ExecutionReason;

export interface BackupProgress {
  /** What is going on, such as `backup` or `restore`. */
  step: string;
  /** 0..1; null while unknown. */
  fraction: number | null;
  bytesDone: number;
  bytesTotal: number | null;
  filesDone: number;
  filesTotal: number | null;
  currentFile: string | null;
  secondsRemaining: number | null;
}

/** What a drill proved. The SHA-256 of each file is in `files`, up to the limit; the manifest's covers all of them. */
export interface DrillEvidence {
  snapshotId: string;
  snapshotAt: string;
  files: { path: string; sizeBytes: number; mode: string; sha256: string }[];
  filesRestored: number;
  bytesRestored: number;
  /** Of `sha256  path` lines, sorted by path, as `sha256sum` prints them. */
  manifestSha256: string;
  /** Restic's own verification, sizes and modes against its listing, and the verify script, where there is one. */
  checks: { name: 'restic' | 'listing' | 'script'; ok: boolean; detail: string | null }[];
  restoreSeconds: number;
}

export interface RestoreOutcome {
  dryRun: boolean;
  files: number;
  bytes: number;
  /** Files that stood there already: reasons to refuse, or what was overwritten. The first ones only. */
  existing: string[];
  existingCount: number;
}

export interface BackupRun {
  id: string;
  policyId: string;
  policyName: string;
  nodeId: string;
  kind: BackupRunKind;
  status: ExecutionStatus;
  reason: BackupRunReason | null;
  /** One line for the operator: what was wrong, and what to do; a warning where it succeeded. */
  message: string | null;
  /** SCHEDULE, USER, or RETENTION for what follows a backup. */
  trigger: 'SCHEDULE' | 'USER' | 'RETENTION';
  scheduledFor: string | null;
  /** What a BACKUP made, what a DRILL proved, what a RESTORE was asked to bring back. */
  snapshotId: string | null;
  /** Of a RESTORE: whether it only tells what it would do. Older servers leave it out. */
  dryRun?: boolean;
  /** Of a RESTORE: the directory that it restores below; null for other kinds. Older servers leave it out. */
  targetPath?: string | null;
  filesNew: number | null;
  filesChanged: number | null;
  bytesAdded: number | null;
  bytesProcessed: number | null;
  repositoryBytes: number | null;
  progress: BackupProgress | null;
  createdBy: string | null;
  createdByName: string | null;
  cancelRequestedAt: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

/** `GET /api/backups/runs/:id`; lists leave out what is added here. */
export interface BackupRunDetails extends BackupRun {
  /** The newest 256 KiB of what was said while it ran. */
  log: string;
  drill: DrillEvidence | null;
  restore: RestoreOutcome | null;
  /** Of a PRUNE: snapshots kept and removed. */
  retention: { kept: number; removed: number } | null;
}

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
