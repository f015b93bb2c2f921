import type { ChartSpan } from '../../shared/chart/chart-frame';
import type { HistoryView } from './history-view';
import { rangeLength, shortestSpan } from './history-view';

/** The time that a view shows. */
export function spanOf({ range, zoom }: HistoryView, now: number): ChartSpan {
  return zoom ?? { from: now - rangeLength[range], to: now };
}

/** The same centre, so many times the length: 0.5 shows half, 2 twice as much. Never reaches into the future. */
export function stretched(span: ChartSpan, factor: number, now: number): ChartSpan {
  const length = Math.min(Math.max((span.to - span.from) * factor, shortestSpan), rangeLength['1y']);
  const to = Math.min((span.from + span.to + length) / 2, now);
  return whole({ from: to - length, to });
}

/** Moved by so many of its lengths; never into the future. */
export function shifted(span: ChartSpan, lengths: number, now: number): ChartSpan {
  const by = Math.min((span.to - span.from) * lengths, Math.max(0, now - span.to));
  return whole({ from: span.from + by, to: span.to + by });
}

/** What was dragged over, at least as long as the shortest span that can be shown. */
export function chosen(span: ChartSpan, now: number): ChartSpan {
  return stretched(span, 1, now);
}

function whole({ from, to }: ChartSpan): ChartSpan {
  return { from: Math.round(from), to: Math.round(to) };
}
