import type { AlertWindow, AlertWindowKind } from '@hyprbox/contracts';
import { writeDuration } from '../../shared/time/durations';
import { dayAndMonth, timeOfDay } from '../../shared/time/local-time';

export const windowKindWords: Readonly<Record<AlertWindowKind, string>> = {
  SILENCE: 'Silence',
  MAINTENANCE: 'Maintenance',
};

/** When a window is open: "29 Nov, 12:00 to 14:00", "Each time of 0 2 * * 0 for 2 h (Europe/Berlin)". */
export function whenWords({ from, to, cron, timezone, durationSeconds }: AlertWindow): string {
  if (cron !== undefined) {
    return `Each time of ${cron} for ${writeDuration(durationSeconds ?? 0)} (${timezone ?? 'UTC'})`;
  }
  if (from === undefined || to === undefined) return '';
  const [begin, end] = [new Date(from), new Date(to)];
  const [first, last] = [dayAndMonth(begin), dayAndMonth(end)];
  return `${first}, ${toTheMinute(begin)} to ${first === last ? '' : `${last}, `}${toTheMinute(end)}`;
}

function toTheMinute(at: Date): string {
  return timeOfDay(at).slice(0, 'hh:mm'.length);
}
