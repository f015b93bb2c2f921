import type { HeadlineMetrics, Inventory, Machine, Metrics, Thresholds } from '@hyprbox/contracts';
import type { LockedNode } from './heartbeats.repository.js';
import type { ReadHeartbeat, Sample } from './heartbeat-validation.js';
import { levelOf, type Level } from './node-status.js';
import { fullestOf, type FullestFilesystems } from './fullest-filesystems.js';
import { statusFiguresOf, withReadings, type Reading, type StatusFigures } from './recent-readings.js';
import { refilled, withinBudget } from './sample-budget.js';

/** What a batch changes in one node's row. */
export interface NodeChange {
  id: string;
  hostname: string;
  agentVersion: string | null;
  intervalSeconds: number;
  inventory: Inventory | null;
  running: string[] | undefined;
  machine: Machine | null;
  /** When it was received, by the database's clock. */
  seenAt: Date;
  /** Of the newest that was received, whatever its time says: the host's clock may have been set. */
  at: number;
  metrics: Metrics;
  fullest: FullestFilesystems;
  recent: Reading[];
  minute: StatusFigures;
  level: Level;
  levelSince: Date;
  sampleCredit: number;
}

export interface SampleRow extends Sample {
  nodeId: string;
  /** It was kept on the host while the server could not be reached. */
  late: boolean;
}

/** Samples of a heartbeat that its node's budget does not cover. */
export interface RefusedSamples {
  heartbeat: ReadHeartbeat;
  pointers: string[];
}

export interface HeartbeatBatch {
  /** One for each node; of several heartbeats of a node the last one counts. */
  changes: Map<string, NodeChange>;
  samples: SampleRow[];
  refused: RefusedSamples[];
}

/** @param locked the nodes that are there; heartbeats of others are left out */
export function batchOf(
  heartbeats: readonly ReadHeartbeat[],
  locked: ReadonlyMap<string, LockedNode>,
  thresholds: Thresholds,
): HeartbeatBatch {
  const batch: HeartbeatBatch = { changes: new Map(), samples: [], refused: [] };
  for (const heartbeat of heartbeats) {
    const node = locked.get(heartbeat.nodeId);
    if (!node) continue;
    const earlier = batch.changes.get(node.id);
    const at = heartbeat.at ?? node.now.getTime();
    const credit = earlier?.sampleCredit ?? refilled(node.sampleCredit, node.secondsSince ?? 0);
    const { taken, refused, left } = withinBudget(samplesOf(heartbeat, at), credit);
    batch.samples.push(...taken);
    if (refused.length > 0) batch.refused.push({ heartbeat, pointers: pointersOf(heartbeat, refused) });
    batch.changes.set(node.id, changeOf(node, earlier, heartbeat, at, left, thresholds));
  }
  return batch;
}

/** The heartbeat's own sample first: it is the one that is needed most. */
function samplesOf({ nodeId, metrics, kept }: ReadHeartbeat, at: number): SampleRow[] {
  const late = kept.map((sample) => ({ nodeId, at: sample.at, metrics: sample.metrics, late: true }));
  return [{ nodeId, at, metrics, late: false }, ...late];
}

function pointersOf({ kept, metrics: own }: ReadHeartbeat, refused: readonly SampleRow[]): string[] {
  const indexes = new Map(kept.map(({ metrics, index }) => [metrics, index]));
  return refused.map(({ metrics }) => (metrics === own ? '/metrics' : `/samples/${indexes.get(metrics) ?? 0}`));
}

function changeOf(
  node: LockedNode,
  earlier: NodeChange | undefined,
  heartbeat: ReadHeartbeat,
  at: number,
  sampleCredit: number,
  thresholds: Thresholds,
): NodeChange {
  const { metrics, intervalSeconds, kept } = heartbeat;
  const recent = withReadings(earlier?.recent ?? node.recent, { at, metrics, intervalSeconds, kept }, +node.now);
  const minute = statusFiguresOf(recent, intervalSeconds);
  const level = levelOf(minute, thresholds);
  const isAsBefore = !node.wasSilent && level === node.level && node.levelSince !== null;
  return {
    id: node.id,
    hostname: heartbeat.hostname,
    agentVersion: heartbeat.agentVersion ?? earlier?.agentVersion ?? null,
    intervalSeconds,
    inventory: heartbeat.inventory ? { ...earlier?.inventory, ...heartbeat.inventory } : (earlier?.inventory ?? null),
    running: heartbeat.running,
    machine: heartbeat.machine ?? earlier?.machine ?? null,
    seenAt: node.now,
    at,
    metrics,
    fullest: fullestOf(metrics),
    recent,
    minute,
    level,
    levelSince: isAsBefore && node.levelSince ? node.levelSince : node.now,
    sampleCredit,
  };
}

export function headline({ cpuPct, memPct, diskPct, load1, netRxBps, netTxBps }: Metrics): HeadlineMetrics {
  return {
    cpuPct,
    memPct,
    diskPct,
    ...(load1 !== undefined && { load1 }),
    ...(netRxBps !== undefined && { netRxBps }),
    ...(netTxBps !== undefined && { netTxBps }),
  };
}
