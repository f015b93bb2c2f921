import type { ChartNotes } from './chart-marks';
import type { ChartSeries } from './chart-series';

/** Stretches that are told one by one; of more of them how many there are. */
const stretchesTold = 10;

/** A chart in words, for those who cannot see it: each figure's latest value, its lowest and its highest. */
export function chartSummary(
  label: string,
  times: readonly number[],
  series: readonly ChartSeries[],
  format: (value: number) => string,
  { levels = [], marks = [], stretches = [] }: ChartNotes = {},
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
  const lasted = stretches
    .slice(0, stretchesTold)
    .map(({ label: what, from, to }) => `${what} from ${inWords(from)} to ${inWords(to)}`);
  const more = stretches.length - lasted.length;
  if (more > 0) lasted.push(`And ${more} more times`);
  return [`${label}, ${spanInWords(times)}`, ...parts, ...held, ...happened, ...lasted].join('. ');
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
