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

export const snapshotIdPattern = /^[0-9a-f]{8,64}$/;
/** Restic's id of a repository, in its `config`. */
export const repositoryIdPattern = /^[0-9a-f]{64}$/;
