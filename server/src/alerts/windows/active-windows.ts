import type { AlertWindowEntity } from './alert-window.entity.js';
import { nextTime } from '../../cron/cron-schedule.js';

/** When a window is open, the one that is open now or the next one; null if it does not open any more. */
export interface WindowTime {
  from: Date;
  to: Date;
}

/** When a window is open at a time, or opens next after it. */
export function windowTime(window: AlertWindowEntity, now: Date): WindowTime | null {
  const { from, to, cron, timezone, durationSeconds } = window;
  if (from && to) return to > now ? { from, to } : null;
  if (cron === null || timezone === null || durationSeconds === null) return null;
  // The earliest that could still be open began that long ago.
  const begun = new Date(now.getTime() - durationSeconds * 1000);
  const opens = nextTime(cron, timezone, begun);
  return opens && { from: opens, to: new Date(opens.getTime() + durationSeconds * 1000) };
}

export function isOpen(time: WindowTime | null, now: Date): time is WindowTime {
  return time !== null && time.from <= now && time.to > now;
}

/** When a window opens next after a time; null if it does not open any more. */
export function openingAfter({ from, cron, timezone }: AlertWindowEntity, now: Date): Date | null {
  if (from) return from > now ? from : null;
  return cron === null || timezone === null ? null : nextTime(cron, timezone, now);
}
