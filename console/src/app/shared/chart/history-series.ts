import type { History, HistoryBand, HistoryMetricName, HistoryPoint } from '@hyprbox/contracts';
import type { ChartSeries } from './chart-series';

export const bandNames: Readonly<Record<HistoryBand, string>> = {
  'p5-p95': '5th–95th percentile',
  'min-max': 'lowest–highest',
};
/** What is drawn until the first answer is there. */
export const noHistory = { points: [], band: 'min-max' } as const satisfies Pick<History, 'points' | 'band'>;
const edges = {
  'p5-p95': ['p5', 'p95'],
  'min-max': ['min', 'max'],
} as const satisfies Record<HistoryBand, readonly [keyof HistoryPoint, keyof HistoryPoint]>;

/** One figure of a history as a line, with a band where its buckets gathered several samples. */
export function historySeries(
  { points, band }: Pick<History, 'points' | 'band'>,
  metric: HistoryMetricName,
  name: string,
  colour: ChartSeries['colour'],
): ChartSeries {
  const values = points.map((point) => point[metric]);
  if (!points.some((point) => point.min?.[metric] !== undefined)) return { name, colour, values };
  // A bucket of a single sample has no spread of its own: its band is the sample itself.
  const edge = (which: 'min' | 'max' | 'p5' | 'p95') => points.map((point) => point[which]?.[metric] ?? point[metric]);
  const [low, high] = edges[band];
  return {
    name,
    colour,
    values,
    band: { name: bandNames[band], low: edge(low), high: edge(high) },
    extremes: { lowest: Math.min(...measured(edge('min'))), highest: Math.max(...measured(edge('max'))) },
  };
}

function measured(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}
