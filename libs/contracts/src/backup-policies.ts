export const backupPriorities = ['NORMAL', 'LOW'] as const;
export const backupCatchUps = ['RUN_ONCE', 'SKIP'] as const;

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
