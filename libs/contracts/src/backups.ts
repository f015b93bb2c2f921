import type { ExecutionReason, ExecutionStatus } from './jobs.js';
import type { VariableValues } from './presets.js';

export const backupRunKinds = ['BACKUP', 'PRUNE', 'CHECK', 'RESTORE', 'DRILL'] as const;
export type BackupRunKind = (typeof backupRunKinds)[number];

/** What can be wrong with a run beyond what ends any execution. The agent finds it out; it never counts as success. */
export const backupFaults = [
  'RESTIC_MISSING',
  'SECRET_UNAVAILABLE',
  'WRONG_PASSWORD',
  'NO_REPOSITORY',
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

/** How many snapshots `restic forget` keeps; a key that is left out keeps none of its own accord. */
export interface BackupRetention {
  keepLast?: number;
  keepDaily?: number;
  keepWeekly?: number;
  keepMonthly?: number;
  keepYearly?: number;
}

/** A preset that is run on the node before or after, or to verify what was restored. */
export interface BackupHook {
  preset: string;
  variables: VariableValues;
}

export const backupPriorities = ['NORMAL', 'LOW'] as const;
export const backupCatchUps = ['RUN_ONCE', 'SKIP'] as const;

/** What an operator writes. */
export interface BackupPolicyFields {
  name: string;
  /** The one node, or else the tag whose nodes the policy covers. */
  nodeId: string | null;
  tag: string | null;
  /** A restic repository: `/path`, `sftp:…`, `rest:…`, `s3:…` or `rclone:…`; `{nodeId}` stands for the node's id. */
  repository: string;
  /** `env:NAME` or `file:/absolute/path` on the node. */
  passwordRef: string;
  /** Further variables of restic's environment, such as AWS_ACCESS_KEY_ID → where the node finds its value. */
  environment: Record<string, string>;
  paths: string[];
  excludes: string[];
  oneFileSystem: boolean;
  tags: string[];
  /** Five cron fields, in `timezone` (an IANA name). */
  schedule: string;
  timezone: string;
  /** For a time at which the node was off: run once when it is back, or wait for the next time. */
  catchUp: (typeof backupCatchUps)[number];
  retention: BackupRetention;
  /** Makes the repository when there is none. */
  initialize: boolean;
  enabled: boolean;
  preHook: BackupHook | null;
  postHook: BackupHook | null;
  uploadLimitKiBps: number | null;
  downloadLimitKiBps: number | null;
  priority: (typeof backupPriorities)[number];
  /** When `restic check` runs; null: never. */
  checkSchedule: string | null;
  /** How much of the data it reads: `5%` or `1/10`; null: structure only. */
  checkReadData: string | null;
  /** When a restore drill runs; null: never, and then the policy stays unproven. */
  drillSchedule: string | null;
  /** Files that a drill restores; null: all of the newest snapshot. */
  drillFiles: number | null;
  /** Where a drill restores to, on the node; null: a directory of the agent's own choice. */
  drillDirectory: string | null;
  drillVerify: BackupHook | null;
  /** How old the last good backup and the last proven restore may be; null: twice their schedule's longest gap. */
  maxBackupAgeHours: number | null;
  maxProofAgeDays: number | null;
}

/** What has to be said; everything else has a default. */
export type CreateBackupPolicyRequest = Pick<
  BackupPolicyFields,
  'name' | 'repository' | 'passwordRef' | 'paths' | 'schedule'
> &
  Partial<BackupPolicyFields>;
export type UpdateBackupPolicyRequest = Partial<BackupPolicyFields>;

export interface BackupPolicy extends BackupPolicyFields {
  id: string;
  /** The schedule in words, and its next five times; none while the policy is paused. */
  scheduleText: string;
  nextRuns: string[];
  /** Over the nodes that it covers: how many there are, and the worst there is. */
  nodes: number;
  protection: BackupProtection;
  createdAt: string;
  updatedAt: string;
}

/**
 * How one node stands under one policy, worst first: the last run failed, a backup or a proof is older than it should
 * be, never backed up, never proven by a restore, all is well, or nobody expects anything.
 */
export const backupProtections = ['FAILING', 'OVERDUE', 'NEVER', 'UNPROVEN', 'PROTECTED', 'PAUSED'] as const;
export type BackupProtection = (typeof backupProtections)[number];

/** One node under one policy. */
export interface BackupTarget {
  policyId: string;
  policyName: string;
  nodeId: string;
  protection: BackupProtection;
  /** Which of the two is overdue. */
  backupOverdue: boolean;
  proofOverdue: boolean;
  repository: string;
  lastGoodBackupAt: string | null;
  lastSnapshotId: string | null;
  lastProvenRestoreAt: string | null;
  /** The last proven restore: how long it took, and how much it restored. */
  restoreSeconds: number | null;
  restoredBytes: number | null;
  repositoryBytes: number | null;
  lastRun: { id: string; kind: BackupRunKind; status: ExecutionStatus; reason: BackupRunReason | null } | null;
  nextBackupAt: string | null;
  nextDrillAt: string | null;
  nextCheckAt: string | null;
  /** The newest backups that have ended, oldest first; only where they are asked for. */
  recentBackups?: BackupMark[];
}

/** A backup that has ended, as the board draws it. */
export interface BackupMark {
  id: string;
  status: ExecutionStatus;
  finishedAt: string;
  /** How long it ran; null when it never began. */
  seconds: number | null;
  bytesAdded: number | null;
}

/** Counts of targets by how old the last of something is; together they are all that are not paused. */
export interface BackupAges {
  fresh: number;
  overdue: number;
  never: number;
}

/** What the fleet overview needs. */
export interface BackupSummary {
  policies: number;
  targets: Record<BackupProtection, number>;
  /** By the last good backup, and by the last proven restore. */
  backups: BackupAges;
  proofs: BackupAges;
  /** Of the last proven restores; null where there is none. */
  medianRestoreSeconds: number | null;
  /** Nodes that no enabled policy covers. */
  unprotectedNodes: number;
  running: number;
  failed24h: number;
}

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
  /** One line for the operator: what was wrong, and what to do. */
  message: string | null;
  /** SCHEDULE, USER, or RETENTION for what follows a backup. */
  trigger: 'SCHEDULE' | 'USER' | 'RETENTION';
  scheduledFor: string | null;
  snapshotId: string | null;
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

export interface BackupSnapshot {
  /** Restic's id, 64 hexadecimal digits. */
  id: string;
  nodeId: string;
  at: string;
  paths: string[];
  tags: string[];
  /** What it would restore; null when restic did not say. */
  sizeBytes: number | null;
  files: number | null;
}

/**
 * `leftOut`: older snapshots that the repositories hold as well, but that are not listed; each can still be restored by
 * its id. `asOf`: when the node last listed its repository; null: never yet.
 */
export interface BackupSnapshots {
  items: BackupSnapshot[];
  leftOut: number;
  asOf: string | null;
}

export type SnapshotEntryType = 'file' | 'dir' | 'symlink' | 'other';

export interface SnapshotEntry {
  path: string;
  type: SnapshotEntryType;
  sizeBytes: number;
  modifiedAt: string;
  /** As `ls -l` prints it. */
  mode: string;
}

/** The direct children of one directory of a snapshot. */
export interface SnapshotTree {
  snapshotId: string;
  path: string;
  entries: SnapshotEntry[];
  truncated: boolean;
}

export interface SnapshotMatches {
  matches: (SnapshotEntry & { snapshotId: string; snapshotAt: string })[];
  truncated: boolean;
}

export interface SnapshotDifference {
  from: string;
  to: string;
  /** Restic's marks: `+` added, `-` removed, `M` content, `U` metadata, `T` type. */
  changes: { path: string; change: '+' | '-' | 'M' | 'U' | 'T' }[];
  addedBytes: number;
  removedBytes: number;
  truncated: boolean;
}

export interface SchedulePreview {
  words: string;
  next: string[];
}

export const backupLimits = {
  pathsPerPolicy: 256,
  pathLength: 4096,
  environmentVariables: 32,
  retentionMax: 10_000,
  drillFilesDefault: 100,
  drillFilesMax: 100_000,
  /** Files whose SHA-256 a drill's evidence names one by one. */
  drillFilesNamed: 1_000,
  snapshotsListed: 5_000,
  tagsPerSnapshot: 100,
  snapshotTagLength: 1_000,
  /** Of what went wrong, in one line for people. */
  messageLength: 2_000,
  treeEntries: 10_000,
  findMatches: 2_000,
  diffChanges: 10_000,
  restoreExistingNamed: 100,
  /** Backups that a target comes with at most. */
  recentBackups: 30,
  /** How long a question to a node's repository (tree, find, diff) is waited for. */
  questionSeconds: 30,
} as const;

/**
 * No value of a policy may be taken for an option: neither by restic nor by what it starts, ssh (a host that begins with
 * a hyphen) and rclone (a remote that does, or one made up on the fly, whose options may be commands).
 */
export const repositoryPattern =
  /^(?:\/|rest:https?:\/\/|s3:|sftp:\/\/(?:[^@:/\s-][^@:/\s]*@)?[\w[][\w.:%\]-]*\/|sftp:(?:[^@:/\s-][^@:/\s]*@)?(?:\w[\w.-]*|\[[\w.:%]+\]):|rclone:\w[\w.+@ -]*:)[^\0\n]*$/;
/** The variables of restic's environment that a policy may set: credentials, and nothing that names a command. */
export const resticVariablePattern =
  /^(?:RESTIC_PASSWORD|RESTIC_REST_(?:USERNAME|PASSWORD)|AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|DEFAULT_REGION)|RCLONE_CONFIG|RCLONE_CONFIG_PASS|RCLONE_CONFIG_[A-Z0-9_]+_(?:TYPE|PROVIDER|REGION|ENDPOINT|HOST|PORT|USER|PASS|URL|VENDOR|ACCOUNT|KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|CLIENT_ID|CLIENT_SECRET|TOKEN|SERVICE_ACCOUNT_CREDENTIALS)|SSH_AUTH_SOCK|HTTPS?_PROXY|NO_PROXY)$/;
export const snapshotIdPattern = /^[0-9a-f]{8,64}$/;
/** `5%`, `0.5%` or `1/10`. */
export const readDataPattern = /^(?:(?:100|[1-9]?[0-9](?:\.[0-9]{1,2})?)%|[1-9][0-9]{0,3}\/[1-9][0-9]{0,3})$/;
