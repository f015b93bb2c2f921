import type { Alert } from '@hyprbox/contracts';

/** A stretch of time, in milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** At least so much is shown before an alert began and after it was over, in milliseconds. */
const shortestMargin = 30 * 60 * 1000;
/** Of an alert that goes on for very long the newest part is shown. */
const longest = 7 * 24 * 60 * 60 * 1000;

/** The time around an alert: from before it began until after it was over, or now. */
export function spanAround({ pendingSince, resolvedAt }: Alert, now: number, least = shortestMargin): Span {
  const begin = Date.parse(pendingSince);
  const end = resolvedAt === null ? now : Date.parse(resolvedAt);
  const margin = Math.max(least, (end - begin) / 4);
  const to = Math.min(now, end + margin);
  return { from: Math.max(begin - margin, to - longest), to };
}
