import type { BackupSnapshot } from '@hyprbox/contracts';
import { snapshotIdPattern } from '@hyprbox/contracts';
import type { Fields } from './restic-json.js';
import { fieldsOf, jsonObjects, numberOf, textOf, textsOf } from './restic-json.js';
import { BackupError } from './backup-error.js';

/**
 * What `restic snapshots --json` prints, oldest first; `null` in its place means none.
 *
 * @throws BackupError RESTIC_FAILED for anything else: that there are none would be a lie
 */
export function readSnapshots(text: string): BackupSnapshot[] {
  const list = jsonObjects(text);
  if (list === null && text.trim() !== 'null') {
    throw new BackupError('RESTIC_FAILED', 'What restic says of the snapshots cannot be read.');
  }
  const snapshots = (list ?? []).map(readSnapshot);
  return snapshots.filter((snapshot) => snapshot !== null).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

export function readSnapshot(fields: Fields): BackupSnapshot | null {
  const id = textOf(fields.id);
  const at = new Date(textOf(fields.time) ?? '');
  if (id === null || !snapshotIdPattern.test(id) || Number.isNaN(at.getTime())) return null;
  // From 0.17 on a snapshot carries the figures of the backup that made it.
  const summary = fieldsOf(fields.summary);
  return {
    id,
    nodeId: textOf(fields.hostname) ?? '',
    at: at.toISOString(),
    paths: textsOf(fields.paths),
    tags: textsOf(fields.tags),
    sizeBytes: numberOf(summary?.total_bytes_processed),
    files: numberOf(summary?.total_files_processed),
  };
}
