export const nodeStatuses = ['ONLINE', 'WARNING', 'CRITICAL', 'OFFLINE', 'UNKNOWN'] as const;
export type NodeStatus = (typeof nodeStatuses)[number];

/** The order in which statuses are listed: what to look at first comes first. */
export const worstStatusFirst: readonly NodeStatus[] = ['OFFLINE', 'CRITICAL', 'WARNING', 'UNKNOWN', 'ONLINE'];

/** The agent's own stable name of its host. */
export const nodeIdPattern = /^[a-z0-9][a-z0-9._-]{0,127}$/;

/** The figures of a sample that are plain numbers, in the order the database and the history list them. */
export const metricNames = [
  'cpuPct',
  'memPct',
  'diskPct',
  'memUsedBytes',
  'memTotalBytes',
  'swapUsedBytes',
  'swapTotalBytes',
  'diskUsedBytes',
  'diskTotalBytes',
  'load1',
  'load5',
  'load15',
  'netRxBps',
  'netTxBps',
  'diskReadBps',
  'diskWriteBps',
  'uptimeSeconds',
  'processes',
] as const;
export type MetricName = (typeof metricNames)[number];
export const requiredMetricNames = ['cpuPct', 'memPct', 'diskPct'] as const;
export type RequiredMetricName = (typeof requiredMetricNames)[number];

export interface UpdateNodeRequest {
  tags?: string[];
  /** An empty string takes the display name away. */
  displayName?: string;
}

export const nodeSorts = [
  'name',
  '-name',
  'status',
  'cpu',
  '-cpu',
  'mem',
  '-mem',
  'disk',
  '-disk',
  'lastSeen',
  '-lastSeen',
] as const;
export type NodeSort = (typeof nodeSorts)[number];

export const historyRanges = ['1h', '6h', '24h', '7d', '30d', '1y'] as const;
export type HistoryRange = (typeof historyRanges)[number];

export const historyMetricNames = [
  'cpuPct',
  'memPct',
  'diskPct',
  'load1',
  'netRxBps',
  'netTxBps',
  'diskReadBps',
  'diskWriteBps',
] as const;
export type HistoryMetricName = (typeof historyMetricNames)[number];

/** What shows how far the samples of a bucket lie apart: percentiles where they can be told, the extremes elsewhere. */
export const historyBands = ['p5-p95', 'min-max'] as const;
export type HistoryBand = (typeof historyBands)[number];

export const activityKinds = ['node', 'job', 'deploy', 'token', 'backup'] as const;
export type ActivityKind = (typeof activityKinds)[number];
