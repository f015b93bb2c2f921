import Type, { type Static } from 'typebox';
import { backupLimits } from './backup-policies.js';
import { backupFaults } from './backup-runs.js';
import {
  backupProgressSchema,
  drillEvidenceSchema,
  restoreOutcomeSchema,
  retentionOutcomeSchema,
} from './backup-runs.schema.js';
import { repositoryIdPattern } from './backup-snapshots.js';
import {
  backupSnapshotSchema,
  snapshotDifferenceSchema,
  snapshotIdSchema,
  snapshotMatchesSchema,
  snapshotTreeSchema,
} from './backup-snapshots.schema.js';
import { exactCount, instant, listOf, nullable, oneOf, shownLine } from './schema-parts.js';

/** `fault` is null exactly when the exit code is 0. What was found out before a fault is there all the same. */
export const backupResultSchema = Type.Object({
  fault: nullable(oneOf(backupFaults)),
  /** What was wrong; without a fault, what a person has to know all the same. */
  message: nullable(shownLine(backupLimits.messageLength, { clipped: true })),
  resticVersion: nullable(shownLine(64, { clipped: true })),
  /** Restic's id of the repository that answered; older agents do not tell it. */
  repositoryId: Type.Optional(Type.String({ pattern: repositoryIdPattern.source })),
  backup: Type.Optional(
    Type.Object({
      snapshotId: snapshotIdSchema,
      filesNew: exactCount,
      filesChanged: exactCount,
      bytesAdded: exactCount,
      bytesProcessed: exactCount,
    }),
  ),
  repositoryBytes: Type.Optional(exactCount),
  retention: Type.Optional(retentionOutcomeSchema),
  restore: Type.Optional(restoreOutcomeSchema),
  drill: Type.Optional(drillEvidenceSchema),
  /** After whatever may have changed them, and when asked. */
  snapshots: Type.Optional(listOf(backupSnapshotSchema, { maxItems: backupLimits.snapshotsListed })),
  /** Older ones that there are as well, but that a result has no room for. */
  snapshotsLeftOut: Type.Optional(exactCount),
  tree: Type.Optional(snapshotTreeSchema),
  matches: Type.Optional(snapshotMatchesSchema),
  difference: Type.Optional(snapshotDifferenceSchema),
});
export type BackupResult = Static<typeof backupResultSchema>;

/**
 * The lines that the program prints on its standard output, JSON each; what people read goes to standard error.
 * `result` is the last line, whatever happened; without it the run was cut short.
 */
export const backupProgramEventSchema = Type.Union([
  Type.Object({ event: Type.Literal('progress'), at: instant, progress: backupProgressSchema }),
  Type.Object({ event: Type.Literal('result'), at: instant, result: backupResultSchema }),
]);
export type BackupProgramEvent = Static<typeof backupProgramEventSchema>;
