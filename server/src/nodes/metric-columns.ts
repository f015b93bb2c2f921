import { historyMetricNames, type HistoryMetricName, type MetricName } from '@hyprbox/contracts';
import type { ColumnType } from 'typeorm';

/** Where each figure of a sample is stored. */
export const figureColumns: Readonly<Record<MetricName, { column: string; type: ColumnType & string }>> = {
  cpuPct: { column: 'cpu_pct', type: 'real' },
  memPct: { column: 'mem_pct', type: 'real' },
  diskPct: { column: 'disk_pct', type: 'real' },
  memUsedBytes: { column: 'mem_used_bytes', type: 'bigint' },
  memTotalBytes: { column: 'mem_total_bytes', type: 'bigint' },
  swapUsedBytes: { column: 'swap_used_bytes', type: 'bigint' },
  swapTotalBytes: { column: 'swap_total_bytes', type: 'bigint' },
  diskUsedBytes: { column: 'disk_used_bytes', type: 'bigint' },
  diskTotalBytes: { column: 'disk_total_bytes', type: 'bigint' },
  load1: { column: 'load1', type: 'real' },
  load5: { column: 'load5', type: 'real' },
  load15: { column: 'load15', type: 'real' },
  netRxBps: { column: 'net_rx_bps', type: 'double precision' },
  netTxBps: { column: 'net_tx_bps', type: 'double precision' },
  diskReadBps: { column: 'disk_read_bps', type: 'double precision' },
  diskWriteBps: { column: 'disk_write_bps', type: 'double precision' },
  uptimeSeconds: { column: 'uptime_seconds', type: 'bigint' },
  processes: { column: 'processes', type: 'integer' },
};

/** The figures that are rolled up, with the stem of their columns. */
export const historyColumns: readonly { name: HistoryMetricName; column: string }[] = historyMetricNames.map(
  (name) => ({
    name,
    column: figureColumns[name].column,
  }),
);
