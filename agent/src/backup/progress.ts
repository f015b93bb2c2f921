import type { BackupProgress } from '@hyprbox/contracts';
import { jsonObject, numberOf, textOf } from './restic-json.js';

/** Restic's `status` line of a backup or a restore as what is shown; null for any other line. */
export function readProgress(step: string, line: string): BackupProgress | null {
  const status = jsonObject(line);
  if (status?.message_type !== 'status') return null;
  const fraction = numberOf(status.percent_done);
  const currentFiles: unknown[] = Array.isArray(status.current_files) ? status.current_files : [];
  return {
    step,
    // While restic still counts what there is to do, it says 0.
    fraction: fraction === null ? null : Math.min(1, Math.max(0, fraction)),
    bytesDone: numberOf(status.bytes_done) ?? numberOf(status.bytes_restored) ?? 0,
    bytesTotal: numberOf(status.total_bytes),
    filesDone: numberOf(status.files_done) ?? numberOf(status.files_restored) ?? 0,
    filesTotal: numberOf(status.total_files),
    currentFile: textOf(currentFiles[0]),
    secondsRemaining: numberOf(status.seconds_remaining),
  };
}

/** The beginning of a step that says nothing of its own. */
export function stepBegins(step: string): BackupProgress {
  return {
    step,
    fraction: null,
    bytesDone: 0,
    bytesTotal: null,
    filesDone: 0,
    filesTotal: null,
    currentFile: null,
    secondsRemaining: null,
  };
}
