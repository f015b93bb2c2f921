import type { HistoryRange } from '@hyprbox/contracts';

/** The spans that the fleet's chart offers. */
export const chartRanges = [
  { value: '1h', label: '1 h' },
  { value: '6h', label: '6 h' },
  { value: '24h', label: '24 h' },
  { value: '7d', label: '7 d' },
  { value: '30d', label: '30 d' },
] as const satisfies readonly { value: HistoryRange; label: string }[];
export type ChartRange = (typeof chartRanges)[number]['value'];

export const defaultRange: ChartRange = '1h';

/** Reads the page's address; what the chart does not offer is left out. */
export function chartRange(text: string | undefined): ChartRange {
  return chartRanges.find(({ value }) => value === text)?.value ?? defaultRange;
}
