import type { History } from '@hyprbox/contracts';
import type { ChartSeries } from '../../shared/chart/chart-series';
import { bandNames, historySeries } from '../../shared/chart/history-series';
import { formatBytesPerSecond, formatPercent } from '../../shared/figures/format';

export interface FleetChart {
  readonly label: string;
  /** What each series is, in the order of the series. */
  readonly legend: readonly string[];
  readonly series: readonly ChartSeries[];
  readonly format: (value: number) => string;
  /** The top of the axis; null lets the values decide, but for `least`. */
  readonly max: number | null;
  readonly least: number;
}

/** The fleet's history as charts: each host weighs the same in a mean, and the band is of the readings of all. */
export function fleetCharts(history: Pick<History, 'points' | 'band'>): readonly FleetChart[] {
  return [
    {
      label: 'Fleet load',
      legend: [`CPU mean, ${bandNames[history.band]}`, 'Memory mean'],
      series: [
        historySeries(history, 'cpuPct', 'CPU', 'first'),
        { ...historySeries(history, 'memPct', 'Memory', 'second'), band: undefined },
      ],
      format: formatPercent,
      max: 100,
      least: 0,
    },
    {
      label: 'Fleet network',
      legend: ['Received, mean of a host', 'Sent'],
      series: [
        { ...historySeries(history, 'netRxBps', 'Received', 'first'), band: undefined },
        { ...historySeries(history, 'netTxBps', 'Sent', 'second'), band: undefined },
      ],
      format: formatBytesPerSecond,
      max: null,
      least: 1000,
    },
  ];
}
