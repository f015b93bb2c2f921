import type { BackupTarget } from '@hyprbox/contracts';
import { roundDuration } from '../execution/run-duration';
import { formatBytes } from '../figures/format';

/** What the last proven restore measured: "2.1 GB in 4 min 12 s". Null when there was none. */
export function measuredRestore({
  restoreSeconds,
  restoredBytes,
}: Pick<BackupTarget, 'restoreSeconds' | 'restoredBytes'>): string | null {
  if (restoreSeconds === null) return null;
  const time = restoreSeconds < 1 ? 'under 1 s' : roundDuration(restoreSeconds);
  return restoredBytes === null ? time : `${formatBytes(restoredBytes)} in ${time}`;
}
