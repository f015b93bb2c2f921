import type { BackupTarget } from '@hyprbox/contracts';

/** Whether there is a snapshot to drill with: of a good backup, or at least of one that could not read everything. */
export function hasBackup({ lastSnapshotId, repositoryBytes }: BackupTarget): boolean {
  return lastSnapshotId !== null || repositoryBytes !== null;
}

export const whyNoDrill = 'There is nothing to restore yet: run a backup first.';
