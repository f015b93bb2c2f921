import type { ChartLevel, ChartMark } from './chart-marks';
import type { ChartSeries } from './chart-series';

/** A chart in words, for those who cannot see it: each figure's latest value, its lowest and its highest. */
export function chartSummary(
  label: string,
  times: readonly number[],
  series: readonly ChartSeries[],
  format: (value: number) => string,
  levels: readonly ChartLevel[] = [],
  marks: readonly ChartMark[] = [],
): string {
  const parts = series.map(({ name, values, extremes }) => {
    const latest = measured(values).at(-1);
    if (latest === undefined) return `${name}: nothing measured`;
    const lowest = extremes?.lowest ?? Math.min(...measured(values));
    const highest = extremes?.highest ?? Math.max(...measured(values));
    return `${name}: latest ${format(latest)}, lowest ${format(lowest)}, highest ${format(highest)}`;
  });
  const held = levels.map(({ name, value }) => `${name}: ${format(value)}`);
  const happened = marks.map((mark) => `${mark.label} at ${inWords(mark.at)}`);
  return [`${label}, ${spanInWords(times)}`, ...parts, ...held, ...happened].join('. ');
}

function measured(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function spanInWords(times: readonly number[]): string {
  const [from, to] = [times[0], times.at(-1)].map((time) => (time === undefined ? '' : inWords(time)));
  return `${from} to ${to}`;
}

function inWords(time: number): string {
  return new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}
