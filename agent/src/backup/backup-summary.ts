import type { BackupResult } from '@hyprbox/contracts';
import { jsonObject, numberOf, textOf } from './restic-json.js';

export type BackupSummary = NonNullable<BackupResult['backup']>;

/** Restic's last line of a backup; null for any other. 0.14 gives the snapshot's id in short. */
export function readSummary(line: string): BackupSummary | null {
  const summary = jsonObject(line);
  const snapshotId = textOf(summary?.snapshot_id);
  if (summary?.message_type !== 'summary' || snapshotId === null) return null;
  return {
    snapshotId,
    filesNew: numberOf(summary.files_new) ?? 0,
    filesChanged: numberOf(summary.files_changed) ?? 0,
    // What was added after compression, where restic says it.
    bytesAdded: numberOf(summary.data_added_packed) ?? numberOf(summary.data_added) ?? 0,
    bytesProcessed: numberOf(summary.total_bytes_processed) ?? 0,
  };
}
