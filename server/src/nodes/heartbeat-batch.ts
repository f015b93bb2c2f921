import type { HeadlineMetrics, Inventory, Metrics } from '@hyprbox/contracts';
import type { ReadHeartbeat, Sample } from './heartbeat-validation.js';

/** What a batch changes in one node's row. */
export interface NodeChange {
  id: string;
  hostname: string;
  agentVersion: string | null;
  intervalSeconds: number;
  inventory: Inventory | null;
  running: string[] | undefined;
  /** The newest sample. */
  at: number;
  metrics: Metrics;
}

export interface SampleRow extends Sample {
  nodeId: string;
}

export interface HeartbeatBatch {
  /** One for each node; of several heartbeats of a node the last one counts. */
  changes: Map<string, NodeChange>;
  samples: SampleRow[];
}

/** @param now stands in for the time of heartbeats that name none, in milliseconds */
export function batchOf(heartbeats: readonly ReadHeartbeat[], now: number): HeartbeatBatch {
  const changes = new Map<string, NodeChange>();
  const samples: SampleRow[] = [];
  for (const heartbeat of heartbeats) {
    const { nodeId, metrics, kept } = heartbeat;
    const at = heartbeat.at ?? now;
    samples.push({ nodeId, at, metrics });
    let newest: Sample = { at, metrics };
    for (const sample of kept) {
      samples.push({ nodeId, at: sample.at, metrics: sample.metrics });
      if (sample.at > newest.at) newest = sample;
    }
    changes.set(nodeId, merged(changes.get(nodeId), heartbeat, newest));
  }
  return { changes, samples };
}

function merged(earlier: NodeChange | undefined, heartbeat: ReadHeartbeat, newest: Sample): NodeChange {
  const { at, metrics } = earlier && earlier.at > newest.at ? earlier : newest;
  return {
    id: heartbeat.nodeId,
    hostname: heartbeat.hostname,
    agentVersion: heartbeat.agentVersion ?? earlier?.agentVersion ?? null,
    intervalSeconds: heartbeat.intervalSeconds,
    inventory: heartbeat.inventory ? { ...earlier?.inventory, ...heartbeat.inventory } : (earlier?.inventory ?? null),
    running: heartbeat.running,
    at,
    metrics,
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
