import type { Beat, BeatStatus } from '@hyprbox/contracts';
import { writeDuration } from '../../shared/time/durations';

export const beatStatusWords: Readonly<Record<BeatStatus, string>> = {
  NEW: 'Never heard',
  ON_TIME: 'On time',
  RUNNING: 'Running',
  LATE: 'Late',
  FAILED: 'Failed',
};

/** Whose colour it has: those of jobs. */
export const beatTones: Readonly<Record<BeatStatus, string>> = {
  NEW: 'UNKNOWN',
  ON_TIME: 'SUCCEEDED',
  RUNNING: 'RUNNING',
  LATE: 'CRITICAL',
  FAILED: 'FAILED',
};

/** "Each 1 d, 1 h of grace", "At 0 2 * * * (Europe/Berlin), 1 h of grace". */
export function rhythmWords({ periodSeconds, cron, timezone, graceSeconds }: Beat): string {
  const when = cron === undefined ? `Each ${writeDuration(periodSeconds ?? 0)}` : `At ${cron} (${timezone ?? 'UTC'})`;
  return graceSeconds === 0 ? when : `${when}, ${writeDuration(graceSeconds)} of grace`;
}

/** The line that goes to the end of what is to be watched. */
export function pingCommand(url: string): string {
  return `curl -fsS -m 10 --retry 3 ${url}`;
}
