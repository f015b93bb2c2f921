import Type, { type Static, type TSchema } from 'typebox';
import { backupProtections, type BackupProtection } from './backup-policies.js';
import { backupRunKinds } from './backup-runs.js';
import { backupRunReasonSchema } from './backup-runs.schema.js';
import { executionStatuses } from './jobs.js';
import { count, flag, instant, nullable, number, oneOf, text, uuid } from './schema-parts.js';

/** A backup that has ended, as the board draws it. */
export const backupMarkSchema = Type.Object({
  id: uuid,
  status: oneOf(executionStatuses),
  finishedAt: instant,
  /** How long it ran; null when it never began. */
  seconds: nullable(number),
  bytesAdded: nullable(count),
});
export type BackupMark = Static<typeof backupMarkSchema>;

/** One node under one policy. */
export const backupTargetSchema = Type.Object({
  policyId: uuid,
  policyName: text,
  nodeId: text,
  protection: oneOf(backupProtections),
  /** Which of the two is overdue. */
  backupOverdue: flag,
  proofOverdue: flag,
  repository: text,
  lastGoodBackupAt: nullable(instant),
  lastSnapshotId: nullable(text),
  lastProvenRestoreAt: nullable(instant),
  /** The last proven restore: how long it took, and how much it restored. */
  restoreSeconds: nullable(number),
  restoredBytes: nullable(count),
  repositoryBytes: nullable(count),
  lastRun: nullable(
    Type.Object({
      id: uuid,
      kind: oneOf(backupRunKinds),
      status: oneOf(executionStatuses),
      reason: nullable(backupRunReasonSchema),
    }),
  ),
  nextBackupAt: nullable(instant),
  nextDrillAt: nullable(instant),
  nextCheckAt: nullable(instant),
  /** The newest that have ended. */
  recentBackups: Type.Optional(
    Type.Array(backupMarkSchema, { description: 'Oldest first; only where `recentBackups` asks for them.' }),
  ),
});
export type BackupTarget = Static<typeof backupTargetSchema>;

/** A node that no enabled policy covers. */
export const unprotectedNodeSchema = Type.Object({ nodeId: text });
export type UnprotectedNode = Static<typeof unprotectedNodeSchema>;

const byProtection = {
  FAILING: count,
  OVERDUE: count,
  NEVER: count,
  UNPROVEN: count,
  PROTECTED: count,
  PAUSED: count,
} satisfies Record<BackupProtection, TSchema>;

const ages = { fresh: count, overdue: count, never: count };
/** Counts of targets by how old the last of something is; together they are all that are not paused. */
export type BackupAges = BackupSummary['backups'];

/** What the fleet overview needs. */
export const backupSummarySchema = Type.Object({
  policies: count,
  targets: Type.Object(byProtection),
  backups: Type.Object(ages, { description: 'Targets that are not paused, by their last good backup.' }),
  proofs: Type.Object(ages, { description: 'The same targets, by their last proven restore.' }),
  /** Of the last proven restores; null where there is none. */
  medianRestoreSeconds: nullable(number),
  unprotectedNodes: Type.Integer({ minimum: 0, description: 'Nodes that no enabled policy covers.' }),
  running: count,
  failed24h: count,
});
export type BackupSummary = Static<typeof backupSummarySchema>;
