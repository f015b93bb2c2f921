import Type, { type Static } from 'typebox';
import { backupLimits } from './backup-policies.js';
import { backupFaults, backupRunKinds, backupRunTriggers, drillChecks } from './backup-runs.js';
import { fileModeSchema, sha256Schema, snapshotIdSchema, snapshotPathSchema } from './backup-snapshots.schema.js';
import { executionReasons, executionStatuses } from './jobs.js';
import {
  count,
  exactCount,
  nonNegative,
  flag,
  instant,
  listOf,
  nullable,
  oneOf,
  shownLine,
  text,
  uuid,
  type Older,
} from './schema-parts.js';

/** Why a run did not succeed. */
export const backupRunReasonSchema = oneOf([...backupFaults, ...executionReasons]);
export type BackupRunReason = Static<typeof backupRunReasonSchema>;

export const backupProgressSchema = Type.Object({
  /** What is going on, such as `backup` or `restore`. */
  step: shownLine(64),
  /** Null while unknown. */
  fraction: nullable(Type.Number({ minimum: 0, maximum: 1, clipped: true })),
  bytesDone: exactCount,
  bytesTotal: nullable(exactCount),
  filesDone: exactCount,
  filesTotal: nullable(exactCount),
  currentFile: nullable(snapshotPathSchema),
  secondsRemaining: nullable(nonNegative),
});
export type BackupProgress = Static<typeof backupProgressSchema>;

const drillFile = Type.Object({
  path: snapshotPathSchema,
  sizeBytes: exactCount,
  mode: fileModeSchema,
  sha256: sha256Schema,
});
const drillCheck = Type.Object({
  name: oneOf(drillChecks),
  ok: flag,
  detail: nullable(shownLine(1000, { clipped: true })),
});

/** What a drill proved. The SHA-256 of each file is in `files`, up to the limit; the manifest's covers all of them. */
export const drillEvidenceSchema = Type.Object({
  snapshotId: snapshotIdSchema,
  snapshotAt: instant,
  files: listOf(drillFile, { maxItems: backupLimits.drillFilesNamed }),
  filesRestored: exactCount,
  bytesRestored: exactCount,
  manifestSha256: Type.String({
    ...sha256Schema,
    description: 'Of `sha256  path` lines, sorted by path, as sha256sum prints them.',
  }),
  checks: listOf(drillCheck, { maxItems: drillChecks.length }),
  restoreSeconds: nonNegative,
});
export type DrillEvidence = Static<typeof drillEvidenceSchema>;

export const restoreOutcomeSchema = Type.Object({
  dryRun: flag,
  files: exactCount,
  bytes: exactCount,
  /** Files that stood there already: reasons to refuse, or what was overwritten. The first ones only. */
  existing: listOf(snapshotPathSchema, { maxItems: backupLimits.restoreExistingNamed }),
  existingCount: exactCount,
});
export type RestoreOutcome = Static<typeof restoreOutcomeSchema>;

/** Of a PRUNE: snapshots kept and removed. */
export const retentionOutcomeSchema = Type.Object({ kept: exactCount, removed: exactCount });
export type RetentionOutcome = Static<typeof retentionOutcomeSchema>;

export const backupRunSchema = Type.Object({
  id: uuid,
  policyId: uuid,
  policyName: text,
  nodeId: text,
  kind: oneOf(backupRunKinds),
  status: oneOf(executionStatuses),
  reason: nullable(backupRunReasonSchema),
  /** One line, with what to do; a warning where it succeeded. */
  message: nullable(text, { description: 'What was wrong, for the operator.' }),
  trigger: oneOf(backupRunTriggers),
  scheduledFor: nullable(instant),
  /** What a BACKUP made, what a DRILL proved, what a RESTORE was asked to bring back. */
  snapshotId: nullable(text, { description: 'Of a RESTORE the one that it was asked to bring back.' }),
  dryRun: Type.Boolean({ description: 'Of a RESTORE: whether it only tells what it would do.' }),
  /** Null for other kinds. */
  targetPath: nullable(text, { description: 'Of a RESTORE: the directory that it restores below.' }),
  filesNew: nullable(count),
  filesChanged: nullable(count),
  bytesAdded: nullable(count),
  bytesProcessed: nullable(count),
  repositoryBytes: nullable(count),
  progress: nullable(backupProgressSchema),
  createdBy: nullable(uuid),
  createdByName: nullable(text),
  cancelRequestedAt: nullable(instant),
  createdAt: instant,
  startedAt: nullable(instant),
  finishedAt: nullable(instant),
});
export type BackupRun = Older<Static<typeof backupRunSchema>, 'dryRun' | 'targetPath'>;

/** `GET /api/backups/runs/:id`; lists leave out what is added here. */
export const backupRunDetailsSchema = Type.Object({
  ...backupRunSchema.properties,
  log: Type.String({ description: 'The newest 256 KiB of what was said while it ran.' }),
  drill: nullable(drillEvidenceSchema),
  restore: nullable(restoreOutcomeSchema),
  retention: nullable(retentionOutcomeSchema),
});
export type BackupRunDetails = Older<Static<typeof backupRunDetailsSchema>, 'dryRun' | 'targetPath'>;
