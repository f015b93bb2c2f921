import type { BackupRun } from '@hyprbox/contracts';

/** `RESTORE`, `RESTORE (dry run)`: a dry run must never be taken for what it only tries. */
export function kindText({ kind, dryRun }: Pick<BackupRun, 'kind' | 'dryRun'>): string {
  return dryRun === true ? `${kind} (dry run)` : kind;
}
