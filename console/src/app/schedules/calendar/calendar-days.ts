import type { CalendarEntry, FireOutcome } from '@hyprbox/contracts';

/** The firings of one schedule on one day. */
export interface DayOfSchedule {
  readonly scheduleId: string;
  readonly name: string;
  /** Oldest first. */
  readonly entries: readonly CalendarEntry[];
  /** The worst that became of them; null where none has come yet. */
  readonly outcome: FireOutcome | null;
}

export interface CalendarDay {
  /** Its first moment, in milliseconds since the epoch. */
  readonly from: number;
  /** Those that begin first stand first. */
  readonly schedules: readonly DayOfSchedule[];
}

const worstFirst: readonly FireOutcome[] = [
  'FAILED',
  'MISSED',
  'NO_HOSTS',
  'SKIPPED_OVERLAP',
  'WINDOW',
  'QUEUED',
  'STARTED',
];

/** So many days from a day on, by the browser's clock: days are 23 and 25 hours long as well. */
export function daysFrom(first: Date, count: number): Date[] {
  return Array.from(
    { length: count + 1 },
    (_, index) => new Date(first.getFullYear(), first.getMonth(), first.getDate() + index),
  );
}

/** What fires on each day. @param bounds the first moments of the days, and of the one after them */
export function calendarDays(entries: readonly CalendarEntry[], bounds: readonly Date[]): readonly CalendarDay[] {
  return bounds.slice(0, -1).map((begin, index) => {
    const [from, to] = [begin.getTime(), bounds[index + 1]?.getTime() ?? Infinity];
    const within = entries
      .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to)
      .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
    const ids = [...new Set(within.map(({ scheduleId }) => scheduleId))];
    return { from, schedules: ids.flatMap((id) => dayOf(within.filter(({ scheduleId }) => scheduleId === id))) };
  });
}

function dayOf(entries: readonly CalendarEntry[]): DayOfSchedule[] {
  const [first] = entries;
  if (first === undefined) return [];
  const outcome = worstFirst.find((each) => entries.some((entry) => entry.outcome === each)) ?? null;
  return [{ scheduleId: first.scheduleId, name: first.name, entries, outcome }];
}
