import type { BackupRetention } from './backup-retention.schema.js';
import type { BackupFault } from './backup-runs.js';
import type { BackupProgress, DrillEvidence, RestoreOutcome } from './backup-runs.schema.js';
import type { BackupSnapshot, SnapshotDifference, SnapshotMatches, SnapshotTree } from './backup-snapshots.schema.js';

/**
 * What a node is handed for a backup run: the text of an execution of the kind VAULT, as JSON. The agent starts its own
 * program with it instead of bash. Secrets are not in it: the execution's `secretRefs` name them, each variable as
 * `HYPRBOX_SECRET_<scope>__<NAME>`; `VAULT` is restic's environment (RESTIC_PASSWORD …), the others are the hooks'.
 */
export interface BackupOrder {
  version: 1;
  policyId: string;
  nodeId: string;
  /** With `{nodeId}` filled in. */
  repository: string;
  /** Snapshots carry the node as their host, and these tags; only such snapshots are listed and forgotten. */
  ownTags: string[];
  /** Whether a backup may make the repository: never once it is known to have been there. */
  initialize: boolean;
  /** Restic's id of the repository that is known at this address; null, and left out by older servers: none is. */
  repositoryId?: string | null;
  uploadLimitKiBps: number | null;
  downloadLimitKiBps: number | null;
  priority: 'NORMAL' | 'LOW';
  task: BackupTask;
}

export const backupSecretScopes = ['VAULT', 'PRE', 'POST', 'VERIFY'] as const;
export type BackupSecretScope = (typeof backupSecretScopes)[number];

/** A rendered preset. */
export interface OrderedHook {
  preset: string;
  script: string;
  sha256: string;
}

export type BackupTask =
  | {
      operation: 'BACKUP';
      paths: string[];
      excludes: string[];
      oneFileSystem: boolean;
      /** The operator's, beside `ownTags`. */
      tags: string[];
      preHook: OrderedHook | null;
      postHook: OrderedHook | null;
    }
  | { operation: 'PRUNE'; retention: BackupRetention }
  | { operation: 'CHECK'; readData: string | null }
  | {
      operation: 'RESTORE';
      snapshotId: string;
      targetPath: string;
      include: string[];
      dryRun: boolean;
      overwrite: boolean;
    }
  | { operation: 'DRILL'; files: number | null; directory: string | null; verify: OrderedHook | null }
  | { operation: 'SNAPSHOTS' }
  | { operation: 'TREE'; snapshotId: string; path: string }
  | { operation: 'FIND'; pattern: string }
  | { operation: 'DIFF'; from: string; to: string };
export type BackupOperation = BackupTask['operation'];

/**
 * The lines that the program prints on its standard output, JSON each; what people read goes to standard error.
 * `result` is the last line, whatever happened; without it the run was cut short.
 */
export type BackupProgramEvent =
  { event: 'progress'; at: string; progress: BackupProgress } | { event: 'result'; at: string; result: BackupResult };

/** `fault` is null exactly when the exit code is 0. What was found out before a fault is there all the same. */
export interface BackupResult {
  fault: BackupFault | null;
  /** What was wrong; without a fault, what a person has to know all the same. */
  message: string | null;
  resticVersion: string | null;
  /** Restic's id of the repository that answered; older agents do not tell it. */
  repositoryId?: string;
  backup?: {
    snapshotId: string;
    filesNew: number;
    filesChanged: number;
    bytesAdded: number;
    bytesProcessed: number;
  };
  repositoryBytes?: number;
  retention?: { kept: number; removed: number };
  restore?: RestoreOutcome;
  drill?: DrillEvidence;
  /** After whatever may have changed them, and when asked. */
  snapshots?: BackupSnapshot[];
  /** Older ones that there are as well, but that a result has no room for. */
  snapshotsLeftOut?: number;
  tree?: SnapshotTree;
  matches?: SnapshotMatches;
  difference?: SnapshotDifference;
}
