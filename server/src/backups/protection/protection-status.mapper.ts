import type { BackupMark, BackupTarget } from '@hyprbox/contracts';
import { repositoryOf } from '../repositories/repository-address.js';
import { reasonOf } from '../orders/run-reason.js';
import type { EndedBackup } from './recent-backups.repository.js';
import type { ProtectionRow } from './protection-status.repository.js';

export function toTarget(row: ProtectionRow): BackupTarget {
  const { runId: id, runKind: kind, runStatus: status } = row;
  return {
    policyId: row.policyId,
    policyName: row.policyName,
    nodeId: row.nodeId,
    protection: row.protection,
    backupOverdue: row.backupOverdue,
    proofOverdue: row.proofOverdue,
    repository: repositoryOf(row.policyRepository, row.nodeId),
    lastGoodBackupAt: row.lastGoodBackupAt?.toISOString() ?? null,
    lastSnapshotId: row.lastSnapshotId,
    lastProvenRestoreAt: row.lastProvenRestoreAt?.toISOString() ?? null,
    restoreSeconds: row.restoreSeconds,
    restoredBytes: row.restoredBytes === null ? null : Number(row.restoredBytes),
    repositoryBytes: row.repositoryBytes === null ? null : Number(row.repositoryBytes),
    lastRun: id && kind && status ? { id, kind, status, reason: reasonOf(row.runReason, row.runFault) } : null,
    nextBackupAt: row.nextBackupAt?.toISOString() ?? null,
    nextDrillAt: row.nextDrillAt?.toISOString() ?? null,
    nextCheckAt: row.nextCheckAt?.toISOString() ?? null,
  };
}

export function toMark({ id, status, startedAt, finishedAt, bytesAdded }: EndedBackup): BackupMark {
  return {
    id,
    status,
    finishedAt: finishedAt.toISOString(),
    seconds: startedAt === null ? null : Math.max(0, finishedAt.getTime() - startedAt.getTime()) / 1000,
    bytesAdded: bytesAdded === null ? null : Number(bytesAdded),
  };
}
