import {
  backupFaults,
  backupProtections,
  backupRunKinds,
  executionReasons,
  executionStatuses,
  type BackupAges,
  type BackupMark,
  type BackupSummary,
  type BackupTarget,
} from '@hyprbox/contracts';
import { count, flag, instant, listOf, nullable, number, objectOf, oneOf, text, uuid } from '../../http/schemas.js';

const mark = objectOf<BackupMark>({
  id: uuid,
  status: oneOf(executionStatuses),
  finishedAt: instant,
  seconds: nullable(number),
  bytesAdded: nullable(count),
});

export const targetSchema = objectOf<BackupTarget>(
  {
    policyId: uuid,
    policyName: text,
    nodeId: text,
    protection: oneOf(backupProtections),
    backupOverdue: flag,
    proofOverdue: flag,
    repository: text,
    lastGoodBackupAt: nullable(instant),
    lastSnapshotId: nullable(text),
    lastProvenRestoreAt: nullable(instant),
    restoreSeconds: nullable(number),
    restoredBytes: nullable(count),
    repositoryBytes: nullable(count),
    lastRun: nullable(
      objectOf<NonNullable<BackupTarget['lastRun']>>({
        id: uuid,
        kind: oneOf(backupRunKinds),
        status: oneOf(executionStatuses),
        reason: nullable(oneOf([...backupFaults, ...executionReasons])),
      }),
    ),
    nextBackupAt: nullable(instant),
    nextDrillAt: nullable(instant),
    nextCheckAt: nullable(instant),
    recentBackups: { ...listOf(mark), description: 'Oldest first; only where `recentBackups` asks for them.' },
  },
  'recentBackups',
);

export const unprotectedSchema = objectOf<{ nodeId: string }>({ nodeId: text });

const ages = objectOf<BackupAges>({ fresh: count, overdue: count, never: count });

export const backupSummarySchema = objectOf<BackupSummary>({
  policies: count,
  targets: objectOf<BackupSummary['targets']>({
    FAILING: count,
    OVERDUE: count,
    NEVER: count,
    UNPROVEN: count,
    PROTECTED: count,
    PAUSED: count,
  }),
  backups: { ...ages, description: 'Targets that are not paused, by their last good backup.' },
  proofs: { ...ages, description: 'The same targets, by their last proven restore.' },
  medianRestoreSeconds: nullable(number),
  unprotectedNodes: { ...count, description: 'Nodes that no enabled policy covers.' },
  running: count,
  failed24h: count,
});
