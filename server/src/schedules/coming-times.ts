import type { CalendarEntry } from '@hyprbox/contracts';
import { nextTime } from '../cron/cron-schedule.js';
import type { ScheduleEntity } from './schedule.entity.js';

type Planned = Pick<ScheduleEntity, 'id' | 'name' | 'cron' | 'timezone' | 'nextAt'>;
interface Coming {
  schedule: Planned;
  at: Date;
}

/**
 * The due times of schedules that have not fired yet, from a time up to another, in their order. Only those that are given
 * are worked out, however many there would be.
 *
 * @param most how many are given at most
 */
export function comingTimes(schedules: readonly Planned[], from: Date, to: Date, most: number): CalendarEntry[] {
  const entries: CalendarEntry[] = [];
  let coming = schedules.flatMap((schedule) => upcoming(schedule, firstOf(schedule, from), to));
  while (entries.length < most) {
    const [earliest] = coming;
    if (!earliest) break;
    const next = coming.reduce((first, each) => (each.at < first.at ? each : first), earliest);
    const { schedule, at } = next;
    entries.push({
      scheduleId: schedule.id,
      name: schedule.name,
      at: at.toISOString(),
      outcome: null,
      rolloutId: null,
    });
    const after = upcoming(schedule, nextTime(schedule.cron, schedule.timezone, at), to);
    coming = coming.flatMap((each) => (each === next ? after : [each]));
  }
  return entries;
}

/** What is due already, or is next; or the first from a later time on. */
function firstOf({ nextAt, cron, timezone }: Planned, from: Date): Date | null {
  if (!nextAt || nextAt >= from) return nextAt;
  return nextTime(cron, timezone, new Date(from.getTime() - 1));
}

function upcoming(schedule: Planned, at: Date | null, to: Date): Coming[] {
  return at && at < to ? [{ schedule, at }] : [];
}
