import type { VariableValues } from './presets.schema.js';

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
  /** Makes the repository when there has never been one: after that, one that is missing is a fault. */
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

/** `POST /api/backups/policies/:id/accept-repository` */
export interface AcceptRepositoryRequest {
  /** Needed when the policy covers several nodes. */
  nodeId?: string;
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
  /** How long a query to a node's repository (tree, find, diff) is waited for. */
  querySeconds: 30,
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
/** `5%`, `0.5%` or `1/10`. */
export const readDataPattern = /^(?:(?:100|[1-9]?[0-9](?:\.[0-9]{1,2})?)%|[1-9][0-9]{0,3}\/[1-9][0-9]{0,3})$/;
