import type { BackupRunDetails } from '@hyprbox/contracts';
import { roundDuration } from '../../shared/execution/run-duration';
import { formatBytes, formatCount } from '../../shared/figures/format';

/** What a run that succeeded has achieved, in a sentence. */
export function successSummary(run: BackupRunDetails): string {
  switch (run.kind) {
    case 'BACKUP':
      return backupSummary(run);
    case 'PRUNE':
      if (run.retention === null) return 'Old snapshots were removed as the policy says.';
      return `${files(run.retention.kept, 'snapshot')} kept, ${formatCount(run.retention.removed)} removed.`;
    case 'CHECK':
      return 'The repository is sound.';
    case 'RESTORE':
      if (run.restore === null) return 'Restored.';
      if (run.restore.dryRun) return `Dry run: ${restored(run.restore)} would come back. Nothing was written.`;
      return `${restored(run.restore)} came back.`;
    case 'DRILL':
      if (run.drill === null) return 'The restore is proven.';
      return `Proven: ${files(run.drill.filesRestored, 'file')} (${formatBytes(run.drill.bytesRestored)}) came back and were verified in ${span(run.drill.restoreSeconds)}.`;
  }
}

function backupSummary({ filesNew, filesChanged, bytesAdded, bytesProcessed }: BackupRunDetails): string {
  if (bytesAdded === null || bytesProcessed === null) return 'The backup is complete.';
  return `${formatBytes(bytesProcessed)} backed up: ${formatCount(filesNew ?? 0)} files new, ${formatCount(filesChanged ?? 0)} changed, ${formatBytes(bytesAdded)} added to the repository.`;
}

function restored({ files: count, bytes }: { files: number; bytes: number }): string {
  return `${files(count, 'file')} (${formatBytes(bytes)})`;
}

function files(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A measured time: a drill of a few files takes less than a second. */
export function span(seconds: number): string {
  return seconds < 1 ? 'under 1 s' : roundDuration(seconds);
}
