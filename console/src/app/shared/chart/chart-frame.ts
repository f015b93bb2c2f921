/** A stretch of time, in milliseconds since the epoch. */
export interface ChartSpan {
  from: number;
  to: number;
}

/** Pixels between a chart's edges and its plot: the room of the axes. The same in every chart, so that they line up. */
export const chartFrame = { top: 12, right: 22, bottom: 24, left: 62 } as const;

/** How far along the span a time lies: 0 at its begin, 1 at its end. */
export function fractionAt(time: number, { from, to }: ChartSpan): number {
  return to === from ? 0 : (time - from) / (to - from);
}

/** The time that lies so far along the span; beyond its ends there is nothing. */
export function timeAt(fraction: number, { from, to }: ChartSpan): number {
  return Math.round(from + Math.min(1, Math.max(0, fraction)) * (to - from));
}

/** The index of the time that is nearest; null where there is none. */
export function nearestIndex(times: readonly number[], time: number): number | null {
  let nearest: number | null = null;
  let distance = Infinity;
  times.forEach((candidate, index) => {
    const away = Math.abs(candidate - time);
    if (away >= distance) return;
    nearest = index;
    distance = away;
  });
  return nearest;
}
