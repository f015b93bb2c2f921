import type { Fate } from './fate.js';
import type { PassedTimes } from './passed-times.js';
import type { ScheduleFireEntity } from './schedule-fire.entity.js';
import type { ScheduleEntity } from './schedule.entity.js';

/** A firing that is taken later than this fell into a time without a server. */
const missedAfterMs = 2 * 60_000;

/** That a firing which starts this late was missed, and why; null if it may still start. */
export function missedFate(
  { misfire, startDeadlineSeconds }: Pick<ScheduleEntity, 'misfire' | 'startDeadlineSeconds'>,
  startsAt: Date,
  now: Date,
): Fate | null {
  const lateMs = now.getTime() - startsAt.getTime();
  if (lateMs > startDeadlineSeconds * 1000) {
    const late = Math.ceil(lateMs / 1000);
    return missed(
      `It could have started no sooner than ${late} s late, and may at most ${startDeadlineSeconds} s late.`,
    );
  }
  if (misfire === 'SKIP' && lateMs > missedAfterMs) return missed(whileDown);
  return null;
}

/** Due times before the one that may start. The first of them also tells how many are not listed. */
export function missedFires(
  scheduleId: string,
  { newest, earlier, areMore }: PassedTimes,
  at: Date,
): ScheduleFireEntity[] {
  return newest.map((dueAt, index) => {
    const others = index === 0 && earlier > 0 ? ` So were ${areMore ? 'more than ' : ''}${earlier} before it.` : '';
    return { scheduleId, dueAt, at, ...missed(whileDown + others) };
  });
}

const whileDown = 'No server was there to start it.';

function missed(detail: string): Fate {
  return { outcome: 'MISSED', rolloutId: null, detail };
}
