import type { HistoryBand, Retention } from '@hyprbox/contracts';
import { rollupSizes, type RollupSize } from './rollup-sizes.js';

/** From where a history is read, and in which buckets. */
export interface HistoryPlan {
  /** Null: from the samples themselves. */
  source: RollupSize | null;
  /** What the spread of a bucket's samples is told by. */
  band: HistoryBand;
  stepSeconds: number;
  /** Start of the first bucket, aligned to the epoch, in milliseconds. */
  startMs: number;
  count: number;
}

export interface HistoryWish {
  fromMs: number;
  toMs: number;
  /** At most so many buckets. */
  points: number;
}

/**
 * So many samples are read for their percentiles though what is rolled up would be quicker: a day of a host that reports
 * every five seconds, or an hour of eighty that report every fifteen.
 */
const percentileSamplesMax = 20_000;
/** Buckets may be so much wider than asked for, if that lets them be read from a coarser, shorter table. */
const wideningMax = 1.25;
const dayMs = 24 * 60 * 60 * 1000;
const coarsestFirst = rollupSizes.toReversed();

/**
 * Chooses the coarsest source that still gives the resolution asked for and reaches back far enough; where only
 * coarser ones reach back that far, the finest of those. The newest bucket is always whole in the result, the oldest
 * may have to give way.
 */
export function planHistory(wish: HistoryWish, retention: Retention, now: number): HistoryPlan {
  const { fromMs } = wish;
  const wanted = wantedSeconds(wish);
  const reaches = (days: number): boolean => isKept(fromMs, days, now);
  const reaching = coarsestFirst.filter(({ keep }) => reaches(retention[keep]));
  const fitting = reaching.find(({ seconds }) => seconds <= wanted && ceilTo(wanted, seconds) <= wanted * wideningMax);
  const source = fitting ?? (reaches(retention.samplesDays) ? null : (reaching.at(-1) ?? coarsestFirst[0] ?? null));
  return buckets(wish, source, ceilTo(wanted, source?.seconds ?? 1));
}

/**
 * For one node: the same buckets, read from the samples where these are kept and few. Only samples tell percentiles;
 * those of what is rolled up can't be put together to those of a longer time.
 *
 * @param samplesPerSecond how many the node sends
 */
export function planNodeHistory(
  wish: HistoryWish,
  retention: Retention,
  now: number,
  samplesPerSecond: number,
): HistoryPlan {
  const plan = planHistory(wish, retention, now);
  const isOfSamples = tellsPercentiles(wish, retention, now, samplesPerSecond);
  return isOfSamples ? { ...plan, source: null, band: 'p5-p95' } : plan;
}

/**
 * For the whole fleet, each of whose nodes weighs the same in what is rolled up.
 *
 * @param samplesPerSecond how many all nodes send together
 */
export function planFleetHistory(
  wish: HistoryWish,
  retention: Retention,
  now: number,
  samplesPerSecond: number,
): HistoryPlan {
  const [finest] = rollupSizes;
  const ofAny = planHistory(wish, retention, now);
  const plan = ofAny.source ? ofAny : buckets(wish, finest, ceilTo(wantedSeconds(wish), finest.seconds));
  return tellsPercentiles(wish, retention, now, samplesPerSecond) ? { ...plan, band: 'p5-p95' } : plan;
}

function tellsPercentiles(wish: HistoryWish, retention: Retention, now: number, samplesPerSecond: number): boolean {
  const seconds = (wish.toMs - wish.fromMs) / 1000;
  return isKept(wish.fromMs, retention.samplesDays, now) && seconds * samplesPerSecond <= percentileSamplesMax;
}

function isKept(fromMs: number, days: number, now: number): boolean {
  return fromMs >= now - days * dayMs - 1;
}

/** Seconds of one bucket; the end lies a millisecond after the newest sample, which must not tip the balance. */
function wantedSeconds({ fromMs, toMs, points }: HistoryWish): number {
  return Math.floor((toMs - fromMs) / 1000) / points;
}

function buckets({ fromMs, toMs, points }: HistoryWish, source: RollupSize | null, stepSeconds: number): HistoryPlan {
  const stepMs = stepSeconds * 1000;
  const lastMs = floorTo(toMs - 1, stepMs);
  const startMs = Math.max(floorTo(fromMs, stepMs), lastMs - (points - 1) * stepMs);
  return { source, band: 'min-max', stepSeconds, startMs, count: Math.round((lastMs - startMs) / stepMs) + 1 };
}

function ceilTo(value: number, unit: number): number {
  return Math.max(1, Math.ceil(value / unit)) * unit;
}

function floorTo(value: number, unit: number): number {
  return Math.floor(value / unit) * unit;
}
