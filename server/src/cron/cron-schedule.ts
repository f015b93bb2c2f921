import { Cron } from 'croner';
import cronstrue from 'cronstrue';
import { instantOf, wallTime } from './wall-clock.js';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** Occurrences that the clock may have been set past, one after the other. */
const skippedMax = 24 * 60;

/**
 * What is wrong with a schedule, or null.
 *
 * @param schedule five cron fields
 */
export function scheduleFault(schedule: string, now: Date): string | null {
  if (!/^[0-9A-Za-z*,/#-]+(?: [0-9A-Za-z*,/#-]+){4}$/.test(schedule)) {
    return 'must be five cron fields with one space between them, such as "0 3 * * *"';
  }
  try {
    if (cronOf(schedule).nextRun(now) === null) return 'never comes';
  } catch (error) {
    return `is no cron schedule: ${messageOf(error)}`;
  }
  return null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
}

/**
 * Reads the schedule against the clock on the wall: croner is asked in UTC, where no clock is set, and its times are
 * turned into instants here. (RepositoryQuery in a zone, it goes back in time where the clock is set forward.)
 */
function cronOf(schedule: string): Cron {
  return new Cron(schedule, { utcOffset: 0, mode: '5-part', paused: true });
}

/**
 * The first time after `after`, or null if there is none. A time that the clock is set past comes at the instant of the
 * change, once; one that the clock shows twice comes the first time.
 */
export function nextTime(schedule: string, zone: string, after: Date): Date | null {
  const cron = cronOf(schedule);
  let wall: Date | null = wallTime(after, zone);
  for (let tries = 0; tries < skippedMax; tries++) {
    wall = cron.nextRun(wall);
    if (!wall) return null;
    const instant = instantOf(wall, zone);
    if (instant > after) return instant;
  }
  return null;
}

export function nextTimes(schedule: string, zone: string, after: Date, count: number): Date[] {
  const times: Date[] = [];
  let last = after;
  while (times.length < count) {
    const next = nextTime(schedule, zone, last);
    if (!next) break;
    times.push(next);
    last = next;
  }
  return times;
}

/** A schedule in words, such as "At 03:00, Monday through Friday". */
export function describeSchedule(schedule: string): string {
  return cronstrue.toString(schedule, { use24HourTimeFormat: true });
}

/** Times in a row that are looked at, and how far ahead, for a schedule's longest gap. */
const gapTimes = 400;
const gapSpanMs = 800 * dayMs;
const probedHours = 8 * 24;

/** The longest pause between two times of a schedule; to the hour where it comes several times a day. */
export function longestGapMs(schedule: string, now: Date): number {
  const cron = cronOf(schedule);
  let longest = 0;
  let last: Date | null = cron.nextRun(now);
  for (let i = 0; last && i < gapTimes && last.getTime() - now.getTime() < gapSpanMs; i++) {
    const next: Date | null = cron.nextRun(last);
    if (next) longest = Math.max(longest, next.getTime() - last.getTime());
    last = next;
  }
  // Four hundred times of a dense schedule may all lie within one working day: the nights and the weekend, too.
  const nextHour = (Math.floor(now.getTime() / hourMs) + 1) * hourMs;
  for (let hour = 0; hour < probedHours; hour++) {
    const at = nextHour + hour * hourMs;
    longest = Math.max(longest, (cron.nextRun(new Date(at))?.getTime() ?? 0) - at);
  }
  return longest;
}
