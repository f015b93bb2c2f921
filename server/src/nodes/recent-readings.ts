import type { Metrics } from '@hyprbox/contracts';
import type { Sample } from './heartbeat-validation.js';

/** When a reading was received, by the database's clock, when it was made, by the host's, and its figures. */
export type Reading = [receivedMs: number, at: number, cpuPct: number, memPct: number, diskPct: number];

/** What a host's status is told by: the means of its last minute's readings. */
export interface StatusFigures {
  /** Null while they tell of too short a time. */
  cpuPct: number | null;
  memPct: number;
  diskPct: number;
}

const minuteMs = 60_000;
/**
 * How long a CPU must be watched before its load tells the status: any host is busy for a moment, and is when its agent
 * starts. Memory and disks are what they are by the first reading. A third of the minute, so that a host that loses two
 * heartbeats in a row still is watched for long enough; one that loses three is silent.
 */
const cpuWatchedMinMs = minuteMs / 3;
/** Readings of a minute that are remembered; an agent reports once a second at most. */
const readingsMax = 60;

/** The readings of a host's last minute. A clock that is wrong, or was set, changes nothing: each counts from its receipt. */
export function withReadings(
  recent: readonly Reading[],
  beat: { at: number; metrics: Metrics; intervalSeconds: number; kept: readonly Sample[] },
  receivedMs: number,
): Reading[] {
  const { at, metrics, kept, intervalSeconds } = beat;
  const before = kept
    .filter((sample) => sample.at < at && at - sample.at < minuteMs)
    .map((sample) => reading(receivedMs - (at - sample.at), sample.at, sample.metrics));
  const newest = reading(receivedMs, at, metrics);
  const all = [...recent, ...before].toSorted(([a], [b]) => a - b);
  const known = all.filter(([received, made]) => receivedMs - received < minuteMs && at - made < minuteMs);
  return spaced([...known, newest], (intervalSeconds * 1000) / 2).slice(-readingsMax);
}

/** Of readings that come faster than the host's interval the later one counts, so that nothing is gained by repeating. */
function spaced(readings: readonly Reading[], leastMs: number): Reading[] {
  const kept: Reading[] = [];
  for (const next of readings) {
    const last = kept.at(-1);
    if (last && next[0] - last[0] < leastMs && Math.abs(next[1] - last[1]) < leastMs) kept.pop();
    kept.push(next);
  }
  return kept;
}

export function statusFiguresOf(readings: readonly Reading[], intervalSeconds: number): StatusFigures {
  const mean = (index: 2 | 3 | 4): number =>
    readings.reduce((sum, each) => sum + each[index], 0) / Math.max(1, readings.length);
  const isWatched = watchedMs(readings, intervalSeconds) >= cpuWatchedMinMs;
  return { cpuPct: isWatched ? mean(2) : null, memPct: mean(3), diskPct: mean(4) };
}

/** The time that the readings tell of: a CPU's load is that since the reading before, the first one's of an interval. */
function watchedMs(readings: readonly Reading[], intervalSeconds: number): number {
  const [first, last] = [readings[0], readings.at(-1)];
  return first && last ? last[0] - first[0] + intervalSeconds * 1000 : 0;
}

function reading(receivedMs: number, at: number, { cpuPct, memPct, diskPct }: Metrics): Reading {
  return [receivedMs, at, cpuPct, memPct, diskPct];
}
