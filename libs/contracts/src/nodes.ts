import type { Thresholds } from './settings.js';

export const nodeStatuses = ['ONLINE', 'WARNING', 'CRITICAL', 'OFFLINE', 'UNKNOWN'] as const;
export type NodeStatus = (typeof nodeStatuses)[number];

/** The agent's own stable name of its host. */
export const nodeIdPattern = /^[a-z0-9][a-z0-9._-]{0,127}$/;

export interface Filesystem {
  mount: string;
  fsType: string;
  usedBytes: number;
  totalBytes: number;
}

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

/** One reading of a host: percentages are 0..100, `…Bps` bytes per second. */
export type Metrics = Record<RequiredMetricName, number> &
  Partial<Record<Exclude<MetricName, RequiredMetricName>, number>> & {
    filesystems?: Filesystem[];
  };

export interface Inventory {
  ip?: string;
  region?: string;
  os?: string;
  kernel?: string;
  architecture?: string;
  cpuModel?: string;
  cpuCores?: number;
  virtualization?: string;
}

/** A sample that was kept while the server was away. */
export interface KeptSample {
  at: string;
  metrics: Metrics;
}

export interface Heartbeat {
  nodeId: string;
  hostname: string;
  agentVersion?: string;
  intervalSeconds: number;
  at?: string;
  metrics: Metrics;
  /** Sent the first time and on change. */
  inventory?: Inventory;
  samples?: KeptSample[];
  /** Ids of the executions the agent carries; only their leases are renewed. Absent: all of the node's. */
  running?: string[];
}

export interface HeartbeatAccepted {
  accepted: true;
}

export interface Node {
  id: string;
  hostname: string;
  displayName: string | null;
  status: NodeStatus;
  lastSeenAt: string | null;
  intervalSeconds: number;
  agentVersion: string | null;
  tags: string[];
  metrics: Metrics | null;
  inventory: Inventory;
}

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

/** Counts for the overview's cards. */
export interface FleetSummary {
  total: number;
  byStatus: Record<NodeStatus, number>;
  jobs: { queued: number; running: number; succeeded24h: number; failed24h: number };
  /** The node that has been silent longest, of those that are OFFLINE. */
  longestSilence: { nodeId: string; lastSeenAt: string } | null;
  /** By which hosts are judged; for those who may not read the settings. */
  thresholds: Thresholds;
}

export const historyRanges = ['1h', '6h', '24h', '7d', '30d', '1y'] as const;
export type HistoryRange = (typeof historyRanges)[number];

/**
 * One bucket of a history: the mean of each figure, null where nothing was measured. `min` and `max` are there where
 * a bucket gathers more than one sample.
 */
export interface HistoryPoint {
  at: string;
  cpuPct: number | null;
  memPct: number | null;
  diskPct: number | null;
  load1: number | null;
  netRxBps: number | null;
  netTxBps: number | null;
  diskReadBps: number | null;
  diskWriteBps: number | null;
  min?: Partial<Record<HistoryMetricName, number>>;
  max?: Partial<Record<HistoryMetricName, number>>;
}
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

export interface History {
  resolutionSeconds: number;
  points: HistoryPoint[];
}

/** The last hour of one node, oldest first, null for gaps. */
export interface Spark {
  nodeId: string;
  cpuPct: (number | null)[];
  memPct: (number | null)[];
  diskPct: (number | null)[];
}

export interface Sparks {
  items: Spark[];
}

export const activityKinds = ['node', 'job', 'deploy', 'token', 'backup'] as const;
export type ActivityKind = (typeof activityKinds)[number];

export interface Activity {
  id: string;
  at: string;
  nodeId: string | null;
  kind: ActivityKind;
  message: string;
  /** The job, or the run of a backup, that the entry is about, if it is about one. */
  jobId?: string;
  runId?: string;
}
