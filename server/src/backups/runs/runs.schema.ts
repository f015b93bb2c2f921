import {
  backupFaults,
  backupRunKinds,
  executionReasons,
  executionStatuses,
  type BackupProgress,
  type BackupRun,
  type BackupRunDetails,
  type DrillEvidence,
  type RestoreOutcome,
} from '@hyprbox/contracts';
import {
  count,
  flag,
  instant,
  listOf,
  nullable,
  number,
  objectOf,
  oneOf,
  text,
  uuid,
  type Schema,
} from '../../http/schemas.js';

const progress = objectOf<BackupProgress>({
  step: text,
  fraction: { ...nullable(number), minimum: 0, maximum: 1 },
  bytesDone: count,
  bytesTotal: nullable(count),
  filesDone: count,
  filesTotal: nullable(count),
  currentFile: nullable(text),
  secondsRemaining: nullable(number),
});

const run: Record<keyof BackupRun, Schema> = {
  id: uuid,
  policyId: uuid,
  policyName: text,
  nodeId: text,
  kind: oneOf(backupRunKinds),
  status: oneOf(executionStatuses),
  reason: nullable(oneOf([...backupFaults, ...executionReasons])),
  message: { ...nullable(text), description: 'What was wrong, for the operator.' },
  trigger: oneOf(['SCHEDULE', 'USER', 'RETENTION']),
  scheduledFor: nullable(instant),
  snapshotId: { ...nullable(text), description: 'Of a RESTORE the one that it was asked to bring back.' },
  dryRun: { ...flag, description: 'Of a RESTORE: whether it only tells what it would do.' },
  targetPath: { ...nullable(text), description: 'Of a RESTORE: the directory that it restores below.' },
  filesNew: nullable(count),
  filesChanged: nullable(count),
  bytesAdded: nullable(count),
  bytesProcessed: nullable(count),
  repositoryBytes: nullable(count),
  progress: nullable(progress),
  createdBy: nullable(uuid),
  createdByName: nullable(text),
  cancelRequestedAt: nullable(instant),
  createdAt: instant,
  startedAt: nullable(instant),
  finishedAt: nullable(instant),
};

export const runSchema = objectOf<BackupRun>(run);

const drill = objectOf<DrillEvidence>({
  snapshotId: text,
  snapshotAt: instant,
  files: listOf(objectOf<DrillEvidence['files'][number]>({ path: text, sizeBytes: count, mode: text, sha256: text })),
  filesRestored: count,
  bytesRestored: count,
  manifestSha256: { ...text, description: 'Of `sha256  path` lines, sorted by path, as sha256sum prints them.' },
  checks: listOf(
    objectOf<DrillEvidence['checks'][number]>({
      name: oneOf(['restic', 'listing', 'script']),
      ok: flag,
      detail: nullable(text),
    }),
  ),
  restoreSeconds: number,
});

const restore = objectOf<RestoreOutcome>({
  dryRun: flag,
  files: count,
  bytes: count,
  existing: listOf(text),
  existingCount: count,
});

export const runDetailsSchema = objectOf<BackupRunDetails>({
  ...run,
  log: { ...text, description: 'The newest 256 KiB of what was said while it ran.' },
  drill: nullable(drill),
  restore: nullable(restore),
  retention: nullable(objectOf<{ kept: number; removed: number }>({ kept: count, removed: count })),
});
