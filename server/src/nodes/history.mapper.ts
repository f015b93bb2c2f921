import {
  historyMetricNames,
  type History,
  type HistoryBand,
  type HistoryMetricName,
  type HistoryPoint,
  type Spark,
} from '@hyprbox/contracts';
import type { HistoryPlan } from './history-plan.js';
import type { HistoryRow } from './history.repository.js';

export function toHistory(plan: HistoryPlan, rows: readonly HistoryRow[]): History {
  const points = inBuckets(plan, rows).map(({ at, row }) => toPoint(at, row, plan.band));
  return { resolutionSeconds: plan.stepSeconds, band: plan.band, points };
}

function toPoint(at: number, row: HistoryRow | null, band: HistoryBand): HistoryPoint {
  // Every figure is set: the names are the contract's own list.
  const means = Object.fromEntries(historyMetricNames.map((name) => [name, row?.[`${name}_avg`] ?? null])) as Record<
    HistoryMetricName,
    number | null
  >;
  return { at: new Date(at).toISOString(), ...means, ...(row && row.samples > 1 && spreadOf(row, band)) };
}

function spreadOf(row: HistoryRow, band: HistoryBand): Pick<HistoryPoint, 'min' | 'max' | 'p5' | 'p95'> {
  const each = (read: (name: HistoryMetricName) => number | null | undefined) => {
    const found: Partial<Record<HistoryMetricName, number>> = {};
    for (const name of historyMetricNames) {
      const value = read(name);
      if (typeof value === 'number') found[name] = value;
    }
    return found;
  };
  const extremes = { min: each((name) => row[`${name}_min`]), max: each((name) => row[`${name}_max`]) };
  if (band === 'min-max') return extremes;
  const percentile = (index: 0 | 1) => each((name) => row[`${name}_percentiles`]?.[index]);
  return { ...extremes, p5: percentile(0), p95: percentile(1) };
}

export const sparkFigures = ['cpuPct', 'memPct', 'diskPct'] as const;

/** One line for each node asked for, in that order; nulls all along for one that reported nothing. */
export function toSparks(plan: HistoryPlan, nodeIds: readonly string[], rows: readonly HistoryRow[]): Spark[] {
  const byNode = Map.groupBy(rows, ({ node_id }) => node_id);
  return nodeIds.map((nodeId) => {
    const buckets = inBuckets(plan, byNode.get(nodeId) ?? []);
    const line = (name: (typeof sparkFigures)[number]): (number | null)[] =>
      buckets.map(({ row }) => row?.[`${name}_avg`] ?? null);
    return { nodeId, cpuPct: line('cpuPct'), memPct: line('memPct'), diskPct: line('diskPct') };
  });
}

function inBuckets(
  { startMs, stepSeconds, count }: HistoryPlan,
  rows: readonly HistoryRow[],
): { at: number; row: HistoryRow | null }[] {
  const byTime = new Map(rows.map((row) => [row.bucket.getTime(), row]));
  return Array.from({ length: count }, (_, index) => {
    const at = startMs + index * stepSeconds * 1000;
    return { at, row: byTime.get(at) ?? null };
  });
}
