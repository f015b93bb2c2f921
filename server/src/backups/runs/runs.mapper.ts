import type { BackupProgress, BackupRun, BackupRunDetails } from '@hyprbox/contracts';
import { reasonOf, reasonTexts } from '../orders/run-reason.js';
import type { RunFindings, RunRow } from './runs.repository.js';

export function toRun(row: RunRow, progress: BackupProgress | null): BackupRun {
  const reason = reasonOf(row.executionReason, row.fault);
  const said = row.message ?? row.executionMessage;
  return {
    id: row.id,
    policyId: row.policyId,
    policyName: row.policyName,
    nodeId: row.nodeId,
    kind: row.kind,
    status: row.status,
    reason,
    message: said ?? (reason === null ? null : sentence(reasonTexts[reason])),
    trigger: row.trigger,
    scheduledFor: row.scheduledFor?.toISOString() ?? null,
    snapshotId: row.snapshotId ?? row.restoreTask?.snapshotId ?? null,
    dryRun: row.restoreTask?.dryRun ?? false,
    targetPath: row.restoreTask?.targetPath ?? null,
    filesNew: figure(row.filesNew),
    filesChanged: figure(row.filesChanged),
    bytesAdded: figure(row.bytesAdded),
    bytesProcessed: figure(row.bytesProcessed),
    repositoryBytes: figure(row.repositoryBytes),
    progress,
    createdBy: row.createdBy,
    createdByName: row.createdByName,
    cancelRequestedAt: row.cancelRequestedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export function toRunDetails(
  run: BackupRun,
  { drill, restore, retention }: RunFindings,
  log: string,
): BackupRunDetails {
  return { ...run, log, drill, restore, retention };
}

/** The driver gives bigint as text; what restic counts fits a double exactly. */
function figure(value: string | null): number | null {
  return value === null ? null : Number(value);
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
