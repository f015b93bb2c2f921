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

function point(cpuPct: number | null, spread?: { min: number; max: number }): HistoryPoint {
  const bounds = spread ? { min: { cpuPct: spread.min }, max: { cpuPct: spread.max } } : {};
  return { at: '2026-01-01T00:00:00.000Z', ...nothing, cpuPct, ...bounds };
}

describe('historySeries', () => {
  it('has no band where no bucket gathered several samples', () => {
    expect(historySeries([point(1), point(null)], 'cpuPct', 'CPU', 'first')).toEqual({
      name: 'CPU',
      colour: 'first',
      values: [1, null],
    });
  });

  it('lets a bucket of one sample be its own band, and keeps gaps open', () => {
    const series = historySeries([point(5, { min: 1, max: 9 }), point(7), point(null)], 'cpuPct', 'CPU', 'first');
    expect(series.band).toEqual({ min: [1, 7, null], max: [9, 7, null] });
  });
});
