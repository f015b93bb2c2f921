import type { BackupRunDetails } from '@hyprbox/contracts';
import { bytes, duration, plural } from '../../../output/figures.js';

/** What a run did, in a line or a few; empty when it did nothing that can be counted. */
export function reportLines(run: BackupRunDetails): string[] {
  return [...backupLine(run), ...retentionLine(run), ...restoreLines(run), ...drillLine(run)];
}

export function tookOf({ startedAt, finishedAt }: Pick<BackupRunDetails, 'startedAt' | 'finishedAt'>): string | null {
  if (startedAt === null || finishedAt === null) return null;
  return duration(Date.parse(finishedAt) - Date.parse(startedAt));
}

function backupLine(run: BackupRunDetails): string[] {
  if (run.kind !== 'BACKUP' || run.snapshotId === null) return [];
  const took = tookOf(run);
  return [
    `Snapshot ${shortId(run.snapshotId)}: ${run.filesNew ?? 0} new and ${run.filesChanged ?? 0} changed files, ` +
      `${bytes(run.bytesProcessed ?? 0)} read, ${bytes(run.bytesAdded ?? 0)} added${took === null ? '' : `, in ${took}`}.`,
  ];
}

function retentionLine({ retention }: BackupRunDetails): string[] {
  return retention === null ? [] : [`Kept ${plural(retention.kept, 'snapshot')}, removed ${retention.removed}.`];
}

function restoreLines({ restore, status }: BackupRunDetails): string[] {
  if (restore === null || (restore.files === 0 && status !== 'SUCCEEDED')) return [];
  // The count is of what was asked for: only a run that succeeded is known to have brought it back.
  const done = status === 'SUCCEEDED' ? 'Restored' : 'Was to restore';
  const verb = restore.dryRun ? 'Would restore' : done;
  const more = restore.existingCount - restore.existing.length;
  return [
    `${verb} ${plural(restore.files, 'file')}, ${bytes(restore.bytes)}.`,
    ...(restore.existingCount === 0 ? [] : [`${plural(restore.existingCount, 'file')} stood there already:`]),
    ...restore.existing.map((path) => `  ${path}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

function drillLine({ drill }: BackupRunDetails): string[] {
  if (drill === null) return [];
  const took = duration(drill.restoreSeconds * 1000);
  return [
    `Restored ${plural(drill.filesRestored, 'file')}, ${bytes(drill.bytesRestored)}, ` +
      `from snapshot ${shortId(drill.snapshotId)} in ${took}.`,
  ];
}

/** As restic prints ids. */
export function shortId(snapshotId: string): string {
  return snapshotId.slice(0, 8);
}
