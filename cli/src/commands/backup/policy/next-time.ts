import type { BackupPolicy } from '@hyprbox/contracts';
import { timeUntil } from '../../../output/figures.js';

/** `next 2026-01-02T02:00:00.000Z (in 3 h)` */
export function nextTime({ nextRuns, enabled }: Pick<BackupPolicy, 'nextRuns' | 'enabled'>, now: Date): string {
  if (!enabled) return 'paused';
  const next = nextRuns[0];
  return next === undefined ? 'never again' : `next ${next} (${timeUntil(next, now)})`;
}
