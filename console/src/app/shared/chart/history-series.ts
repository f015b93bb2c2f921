import type { HistoryMetricName, HistoryPoint } from '@hyprbox/contracts';
import type { ChartSeries } from './chart-series';

/** One figure of a history as a line, with a band where its buckets gathered several samples. */
export function historySeries(
  points: readonly HistoryPoint[],
  metric: HistoryMetricName,
  name: string,
  colour: ChartSeries['colour'],
): ChartSeries {
  const values = points.map((point) => point[metric]);
  if (!points.some((point) => point.min?.[metric] !== undefined)) return { name, colour, values };
  // A bucket of a single sample has no spread of its own: its band is the sample itself.
  const edge = (which: 'min' | 'max') => points.map((point) => point[which]?.[metric] ?? point[metric]);
  return { name, colour, values, band: { min: edge('min'), max: edge('max') } };
}
