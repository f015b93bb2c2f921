import type { History, HistoryMetricName } from '@hyprbox/contracts';
import type { ChartSeries } from '../../shared/chart/chart-series';
import { historySeries } from '../../shared/chart/history-series';
import { formatBytesPerSecond, formatPercent } from '../../shared/figures/format';

export interface HistoryChartPlan {
  title: string;
  format: (value: number) => string;
  /** The top of the axis; null lets the values decide. */
  max: number | null;
  /** Where the values decide, the axis reaches at least so far. */
  least: number;
  series: readonly ChartSeries[];
}

const percent = { format: formatPercent, max: 100, least: 0 };
const bytesPerSecond = { format: formatBytesPerSecond, max: null, least: 1000 };

/** The charts of a host's history. Where two figures share one, their spreads would hide each other: means only. */
export function historyCharts(history: Pick<History, 'points' | 'band'>): readonly HistoryChartPlan[] {
  const mean = (metric: HistoryMetricName, name: string, colour: ChartSeries['colour']): ChartSeries => ({
    ...historySeries(history, metric, name, colour),
    band: undefined,
  });
  return [
    { title: 'CPU', ...percent, series: [historySeries(history, 'cpuPct', 'CPU', 'first')] },
    { title: 'Memory', ...percent, series: [historySeries(history, 'memPct', 'Memory', 'first')] },
    { title: 'Disk', ...percent, series: [historySeries(history, 'diskPct', 'Disk', 'first')] },
    {
      title: 'Load, 1 min',
      format: formatLoad,
      max: null,
      least: 1,
      series: [historySeries(history, 'load1', 'Load', 'first')],
    },
    {
      title: 'Network',
      ...bytesPerSecond,
      series: [mean('netRxBps', 'Received', 'first'), mean('netTxBps', 'Sent', 'second')],
    },
    {
      title: 'Disk I/O',
      ...bytesPerSecond,
      series: [mean('diskReadBps', 'Read', 'first'), mean('diskWriteBps', 'Written', 'second')],
    },
  ];
}

function formatLoad(load: number): string {
  return load.toFixed(load < 10 ? 2 : 1);
}
