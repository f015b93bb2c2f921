import Type, { type Static } from 'typebox';
import { backupLimits } from './backup-policies.js';
import { snapshotChanges, snapshotEntryTypes, snapshotIdPattern } from './backup-snapshots.js';
import { exactCount, flag, instant, listOf, nullable, oneOf, shownLine } from './schema-parts.js';

/** Restic's id, 64 hexadecimal digits, or the first of them. */
export const snapshotIdSchema = Type.String({ pattern: snapshotIdPattern.source });
/** A path as it stands in a snapshot, which may be longer than a system call takes, and hold anything but NUL. */
export const snapshotPathSchema = Type.String({ maxLength: 4 * backupLimits.pathLength, format: 'storable' });
/** As `ls -l` prints it, or in digits. */
export const fileModeSchema = Type.String({ pattern: '^[A-Za-z0-9?+.@-]{1,16}$' });
export const sha256Schema = Type.String({ pattern: '^[0-9a-f]{64}$' });

export const backupSnapshotSchema = Type.Object({
  id: snapshotIdSchema,
  nodeId: shownLine(128),
  at: instant,
  paths: listOf(snapshotPathSchema, { maxItems: backupLimits.pathsPerPolicy }),
  tags: listOf(shownLine(backupLimits.snapshotTagLength), { maxItems: backupLimits.tagsPerSnapshot }),
  /** What it would restore; null when restic did not say. */
  sizeBytes: nullable(exactCount),
  files: nullable(exactCount),
});
export type BackupSnapshot = Static<typeof backupSnapshotSchema>;

export const backupSnapshotsSchema = Type.Object({
  items: listOf(backupSnapshotSchema),
  /** Each can still be restored by its id. */
  leftOut: Type.Integer({
    minimum: 0,
    description: 'Older ones that the repositories hold as well, but that are not listed.',
  }),
  asOf: nullable(instant, { description: 'When the node last listed its repository; null: never yet.' }),
});
export type BackupSnapshots = Static<typeof backupSnapshotsSchema>;

export const snapshotEntrySchema = Type.Object({
  path: snapshotPathSchema,
  type: oneOf(snapshotEntryTypes),
  sizeBytes: exactCount,
  modifiedAt: instant,
  mode: fileModeSchema,
});
export type SnapshotEntry = Static<typeof snapshotEntrySchema>;

/** The direct children of one directory of a snapshot. */
export const snapshotTreeSchema = Type.Object({
  snapshotId: snapshotIdSchema,
  path: snapshotPathSchema,
  entries: listOf(snapshotEntrySchema, { maxItems: backupLimits.treeEntries }),
  truncated: flag,
});
export type SnapshotTree = Static<typeof snapshotTreeSchema>;

const match = Type.Object({ ...snapshotEntrySchema.properties, snapshotId: snapshotIdSchema, snapshotAt: instant });
export const snapshotMatchesSchema = Type.Object({
  matches: listOf(match, { maxItems: backupLimits.findMatches }),
  truncated: flag,
});
export type SnapshotMatches = Static<typeof snapshotMatchesSchema>;

const change = Type.Object({ path: snapshotPathSchema, change: oneOf(snapshotChanges) });
export const snapshotDifferenceSchema = Type.Object({
  from: snapshotIdSchema,
  to: snapshotIdSchema,
  changes: listOf(change, { maxItems: backupLimits.diffChanges }),
  addedBytes: exactCount,
  removedBytes: exactCount,
  truncated: flag,
});
export type SnapshotDifference = Static<typeof snapshotDifferenceSchema>;
