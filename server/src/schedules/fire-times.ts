import { createHash } from 'node:crypto';
import { nextTime } from '../cron/cron-schedule.js';
import type { ScheduleEntity } from './schedule.entity.js';

/** What of a schedule says when it is due. */
export type ScheduleTimes = Pick<ScheduleEntity, 'id' | 'cron' | 'timezone' | 'jitterSeconds'>;
/** A due time, and when it starts. Both are null where nothing is due any more. */
export type DueTime = Pick<ScheduleEntity, 'nextAt' | 'startsAt'>;

/** When the firing of a due time starts: later by chance, but by the same chance wherever and whenever that is asked. */
export function startOf({ id, jitterSeconds }: Omit<ScheduleTimes, 'cron' | 'timezone'>, dueAt: Date): Date {
  const chance = createHash('sha256').update(`${id} ${dueAt.toISOString()}`).digest().readUInt32BE();
  return new Date(dueAt.getTime() + (chance % (jitterSeconds + 1)) * 1000);
}

/** The first due time after a time. */
export function dueAfter(schedule: ScheduleTimes, after: Date): DueTime {
  const nextAt = nextTime(schedule.cron, schedule.timezone, after);
  return { nextAt, startsAt: nextAt && startOf(schedule, nextAt) };
}
