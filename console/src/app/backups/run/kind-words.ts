import type { BackupRunKind } from '@hyprbox/contracts';

/** What a run is called. */
export const kindWords: Readonly<Record<BackupRunKind, string>> = {
  BACKUP: 'Backup',
  PRUNE: 'Prune',
  CHECK: 'Check',
  RESTORE: 'Restore',
  DRILL: 'Restore drill',
};
