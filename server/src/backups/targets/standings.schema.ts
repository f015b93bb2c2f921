import {
  backupFaults,
  backupProtections,
  backupRunKinds,
  executionReasons,
  executionStatuses,
  type BackupSummary,
  type BackupTarget,
} from '@hyprbox/contracts';
import { count, flag, instant, nullable, number, objectOf, oneOf, text, uuid } from '../../http/schemas.js';

export const targetSchema = objectOf<BackupTarget>({
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
});

export const unprotectedSchema = objectOf<{ nodeId: string }>({ nodeId: text });

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
  unprotectedNodes: { ...count, description: 'Nodes that no enabled policy covers.' },
  running: count,
  failed24h: count,
});
