import type {
  BackupSnapshot,
  BackupSnapshots,
  SnapshotDifference,
  SnapshotEntry,
  SnapshotMatches,
  SnapshotTree,
} from '@hyprbox/contracts';
import { count, flag, instant, listOf, nullable, objectOf, oneOf, text, type Schema } from '../../http/schemas.js';

export const snapshotsSchema = objectOf<BackupSnapshots>({
  items: listOf(
    objectOf<BackupSnapshot>({
      id: text,
      nodeId: text,
      at: instant,
      paths: listOf(text),
      tags: listOf(text),
      sizeBytes: nullable(count),
      files: nullable(count),
    }),
  ),
  leftOut: { ...count, description: 'Older ones that the repositories hold as well, but that are not listed.' },
  asOf: { ...nullable(instant), description: 'When the node last listed its repository; null: never yet.' },
});

const entry: Record<keyof SnapshotEntry, Schema> = {
  path: text,
  type: oneOf(['file', 'dir', 'symlink', 'other']),
  sizeBytes: count,
  modifiedAt: instant,
  mode: text,
};

export const treeSchema = objectOf<SnapshotTree>({
  snapshotId: text,
  path: text,
  entries: listOf(objectOf<SnapshotEntry>(entry)),
  truncated: flag,
});

export const matchesSchema = objectOf<SnapshotMatches>({
  matches: listOf(objectOf<SnapshotMatches['matches'][number]>({ ...entry, snapshotId: text, snapshotAt: instant })),
  truncated: flag,
});

export const differenceSchema = objectOf<SnapshotDifference>({
  from: text,
  to: text,
  changes: listOf(
    objectOf<SnapshotDifference['changes'][number]>({ path: text, change: oneOf(['+', '-', 'M', 'U', 'T']) }),
  ),
  addedBytes: count,
  removedBytes: count,
  truncated: flag,
});
