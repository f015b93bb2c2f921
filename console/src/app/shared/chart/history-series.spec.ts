import type { HistoryPoint } from '@hyprbox/contracts';
import { historySeries } from './history-series';

const nothing = {
  load1: null,
  netRxBps: null,
  netTxBps: null,
  diskReadBps: null,
  diskWriteBps: null,
  memPct: null,
  diskPct: null,
};

function point(
  cpuPct: number | null,
  spread: Partial<Record<'min' | 'max' | 'p5' | 'p95', number>> = {},
): HistoryPoint {
  const bounds = Object.fromEntries(Object.entries(spread).map(([kind, value]) => [kind, { cpuPct: value }]));
  return { at: '2026-01-01T00:00:00.000Z', ...nothing, cpuPct, ...bounds };
}

describe('historySeries', () => {
  it('has no band where no bucket gathered several samples', () => {
    const points = [point(1), point(null)];
    expect(historySeries({ points, band: 'p5-p95' }, 'cpuPct', 'CPU', 'first')).toEqual({
      name: 'CPU',
      colour: 'first',
      values: [1, null],
    });
  });

  it('lets a bucket of one sample be its own band, and keeps gaps open', () => {
    const points = [point(5, { min: 1, max: 9 }), point(7), point(null)];
    const series = historySeries({ points, band: 'min-max' }, 'cpuPct', 'CPU', 'first');
    expect(series.band).toEqual({ name: 'lowest–highest', low: [1, 7, null], high: [9, 7, null] });
  });

  it('draws percentiles where the history has them, and knows the extremes beyond', () => {
    const points = [point(5, { min: 1, max: 90, p5: 2, p95: 9 }), point(7), point(null)];
    const series = historySeries({ points, band: 'p5-p95' }, 'cpuPct', 'CPU', 'first');
    expect(series.band).toEqual({ name: '5th–95th percentile', low: [2, 7, null], high: [9, 7, null] });
    expect(series.extremes).toEqual({ lowest: 1, highest: 90 });
  });
});
