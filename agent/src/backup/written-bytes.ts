import { readFileSync } from 'node:fs';
import type { BackupProgress } from '@hyprbox/contracts';
import type { BackupReport } from './backup-report.js';

const lookEveryMs = 1_000;

export interface ExpectedWork {
  step: string;
  bytes: number;
  files: number;
}

/**
 * Tells the progress of a restore, of which restic 0.14 says nothing: by what its process has written, of all that it
 * has to write. Returns what ends the telling.
 */
export function watchWriting(pid: number, expected: ExpectedWork, before: number, report: BackupReport): () => number {
  const startedAt = performance.now();
  let written = 0;
  const look = (): void => {
    written = Math.max(written, writtenBy(pid) ?? 0);
    report.progress(progressOf(expected, before + written, (performance.now() - startedAt) / 1000, written));
  };
  const timer = setInterval(look, lookEveryMs);
  look();
  return () => {
    clearInterval(timer);
    return written;
  };
}

function progressOf(expected: ExpectedWork, bytes: number, seconds: number, written: number): BackupProgress {
  // Restic writes its cache as well, so that the count may run ahead.
  const bytesDone = Math.min(bytes, expected.bytes);
  const rate = seconds > 0 ? written / seconds : 0;
  return {
    step: expected.step,
    fraction: expected.bytes === 0 ? null : bytesDone / expected.bytes,
    bytesDone,
    bytesTotal: expected.bytes,
    filesDone: 0,
    filesTotal: expected.files,
    currentFile: null,
    secondsRemaining: rate > 0 ? Math.round((expected.bytes - bytesDone) / rate) : null,
  };
}

/** `wchar` of /proc/<pid>/io (proc_pid_io(5)); null when the process is gone. */
function writtenBy(pid: number): number | null {
  try {
    const match = /^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'latin1'));
    return match === null ? null : Number(match[1]);
  } catch {
    return null;
  }
}
