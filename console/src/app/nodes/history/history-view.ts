import type { Params } from '@angular/router';
import type { HistoryRange } from '@hyprbox/contracts';
import { historyRanges } from '@hyprbox/contracts';
import type { ChartSpan } from '../../shared/chart/chart-frame';

/** What of a host's history is shown: the newest so much, or a span within that was zoomed into. */
export interface HistoryView {
  range: HistoryRange;
  zoom: ChartSpan | null;
}

const usual: HistoryRange = '1h';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Milliseconds of each range. */
export const rangeLength: Readonly<Record<HistoryRange, number>> = {
  '1h': hour,
  '6h': 6 * hour,
  '24h': day,
  '7d': 7 * day,
  '30d': 30 * day,
  '1y': 365 * day,
};

/** The shortest span that can be shown: an agent reports a few times a minute at most. */
export const shortestSpan = minute;

/** Reads the address. Anybody can type one: what makes no sense in it is left out. */
export function toHistoryView(range?: string, from?: string, to?: string): HistoryView {
  const zoom = { from: Date.parse(from ?? ''), to: Date.parse(to ?? '') };
  return {
    range: historyRanges.find((known) => known === range) ?? usual,
    zoom: zoom.to - zoom.from >= shortestSpan && zoom.to - zoom.from <= rangeLength['1y'] ? zoom : null,
  };
}

/** The query parameters of a view's address. */
export function toQueryParams({ range, zoom }: HistoryView): Params {
  return { range: range === usual ? null : range, ...(zoom === null ? { from: null, to: null } : toInstants(zoom)) };
}

export function toInstants({ from, to }: ChartSpan): { from: string; to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
