import { nextTime } from '../cron/cron-schedule.js';

/** Times that passed, the oldest first. */
export interface PassedTimes {
  /** The newest of them. */
  newest: readonly Date[];
  /** How many came before those. */
  earlier: number;
  /** There were yet more than `earlier` says: so many are not counted. */
  areMore: boolean;
}

/** Times that are counted: each costs some work, and a year has half a million minutes. */
const countedTimes = 1_000;

/**
 * The times of a schedule from one of them on up to a time, both included. However long that was, no more than some
 * thousand times are looked at.
 *
 * @param first a time of the schedule, not after `until`
 * @param most how many of the newest are told
 */
export function passedTimes(cron: string, zone: string, first: Date, until: Date, most: number): PassedTimes {
  const counted = [first, ...timesIn(cron, zone, first, until, countedTimes)];
  if (counted.length <= countedTimes) {
    return { newest: counted.slice(-most), earlier: Math.max(0, counted.length - most), areMore: false };
  }
  return { newest: newestTimes(cron, zone, first, until, most), earlier: countedTimes - most, areMore: true };
}

/** The times after one up to another, which is included; not more than so many. */
function timesIn(cron: string, zone: string, after: Date, until: Date, most: number): Date[] {
  const times: Date[] = [];
  for (let at = nextTime(cron, zone, after); at && at <= until && times.length < most;) {
    times.push(at);
    at = nextTime(cron, zone, at);
  }
  return times;
}

/** Looks for a time since which there were enough, and not many more: times are at least a minute apart, so there is one. */
function newestTimes(cron: string, zone: string, first: Date, until: Date, most: number): Date[] {
  let [early, late] = [first.getTime(), until.getTime()];
  let times: Date[] = [];
  while (late - early > 1) {
    const middle = new Date(Math.floor((early + late) / 2));
    times = timesIn(cron, zone, middle, until, 2 * most);
    if (times.length >= most && times.length < 2 * most) break;
    if (times.length < most) late = middle.getTime();
    else early = middle.getTime();
  }
  return times.slice(-most);
}
