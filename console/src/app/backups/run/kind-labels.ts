import type { BackupRun, BackupRunKind } from '@hyprbox/contracts';

/** What a kind of run is called. */
export const kindLabels: Readonly<Record<BackupRunKind, string>> = {
  BACKUP: 'Backup',
  PRUNE: 'Prune',
  CHECK: 'Check',
  RESTORE: 'Restore',
  DRILL: 'Restore drill',
};

/** What one run is called: a dry run must never be taken for what it only tries. */
export function runName({ kind, dryRun }: Pick<BackupRun, 'kind' | 'dryRun'>): string {
  return dryRun === true ? `${kindLabels[kind]} (dry run)` : kindLabels[kind];
}
