import Type, { type Static, type TSchema } from 'typebox';
import { inventorySchema } from './heartbeat.schema.js';
import { metricsSchema } from './metrics.schema.js';
import { activityKinds, historyBands, nodeStatuses, type HistoryMetricName, type NodeStatus } from './nodes.js';
import { count, instant, listOf, nullable, number, oneOf, text, uuid, type Older } from './schema-parts.js';
import { thresholdsSchema } from './settings.schema.js';

export const nodeSchema = Type.Object({
  id: text,
  hostname: text,
  displayName: nullable(text),
  status: oneOf(nodeStatuses),
  /** Since when it has been so; of an OFFLINE node when it was heard last. Null where nobody knows. */
  statusSince: nullable(instant),
  /** Set while the node could not be heard, as HyprBox itself was away: the time that the status is of. */
  statusAsOf: nullable(instant),
  lastSeenAt: nullable(instant),
  intervalSeconds: count,
  agentVersion: nullable(text),
  tags: listOf(text),
  metrics: nullable(metricsSchema),
  inventory: inventorySchema,
  /** There while the node is under maintenance; streams do not tell it. */
  maintenance: Type.Optional(Type.Unsafe<true>({ type: 'boolean', enum: [true] })),
});
export type Node = Older<Static<typeof nodeSchema>, 'statusSince' | 'statusAsOf'>;

const byStatus = {
  ONLINE: count,
  WARNING: count,
  CRITICAL: count,
  OFFLINE: count,
  UNKNOWN: count,
} satisfies Record<NodeStatus, TSchema>;

/** Counts for the overview's cards. */
export const fleetSummarySchema = Type.Object({
  total: count,
  byStatus: Type.Object(byStatus),
  jobs: Type.Object({ queued: count, running: count, succeeded24h: count, failed24h: count }),
  /** The node that has been silent longest, of those that are OFFLINE. */
  longestSilence: nullable(Type.Object({ nodeId: text, lastSeenAt: instant })),
  /** By which hosts are judged; for those who may not read the settings. */
  thresholds: thresholdsSchema,
});
export type FleetSummary = Static<typeof fleetSummarySchema>;

/** `GET /api/nodes/tags`: a tag and how many nodes have it, the most frequent first; at most `limits.fleetTags`. */
export const fleetTagSchema = Type.Object({ tag: text, nodes: count });
export type FleetTag = Static<typeof fleetTagSchema>;

export const fleetTagsSchema = Type.Object({ items: listOf(fleetTagSchema) });
export type FleetTags = Static<typeof fleetTagsSchema>;

const mean = nullable(number);
const means = {
  cpuPct: mean,
  memPct: mean,
  diskPct: mean,
  load1: mean,
  netRxBps: mean,
  netTxBps: mean,
  diskReadBps: mean,
  diskWriteBps: mean,
} satisfies Record<HistoryMetricName, TSchema>;

const figure = Type.Optional(number);
const figures = Type.Object({
  cpuPct: figure,
  memPct: figure,
  diskPct: figure,
  load1: figure,
  netRxBps: figure,
  netTxBps: figure,
  diskReadBps: figure,
  diskWriteBps: figure,
} satisfies Record<HistoryMetricName, TSchema>);

/**
 * One bucket of a history: the mean of each figure, null where nothing was measured. `min` and `max`, the lowest and the
 * highest, are there where a bucket gathers more than one sample; so are `p5` and `p95`, the percentiles 5 and 95, where
 * the history's `band` is made of them.
 */
export const historyPointSchema = Type.Object({
  at: instant,
  ...means,
  min: Type.Optional(figures),
  max: Type.Optional(figures),
  p5: Type.Optional(figures),
  p95: Type.Optional(figures),
});
export type HistoryPoint = Static<typeof historyPointSchema>;

export const historySchema = Type.Object({
  resolutionSeconds: count,
  band: oneOf(historyBands),
  points: listOf(historyPointSchema),
});
export type History = Static<typeof historySchema>;

const line = listOf(nullable(number));
/** The last hour of one node, oldest first, null for gaps. */
export const sparkSchema = Type.Object({ nodeId: text, cpuPct: line, memPct: line, diskPct: line });
export type Spark = Static<typeof sparkSchema>;

export const sparksSchema = Type.Object({ items: listOf(sparkSchema) });
export type Sparks = Static<typeof sparksSchema>;

export const activitySchema = Type.Object({
  id: uuid,
  at: instant,
  nodeId: nullable(text),
  kind: oneOf(activityKinds),
  message: text,
  /** The job, or the run of a backup, that the entry is about, if it is about one. */
  jobId: Type.Optional(uuid),
  runId: Type.Optional(uuid),
});
export type Activity = Static<typeof activitySchema>;
