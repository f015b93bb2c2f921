import type { Heartbeat, Inventory, Machine, Metrics } from '@hyprbox/contracts';
import { heartbeatSchema } from '@hyprbox/contracts/schemas';
import { namedFaults } from '../common/named-faults.js';
import { checkOf } from '../common/schema-check.js';
import { Faults } from './heartbeat-faults.js';
import { storedMetrics } from './metrics-validation.js';
import { readPartialHeartbeat } from './partial-heartbeat.js';

/** A reading of a host and its time in milliseconds since the epoch. */
export interface Sample {
  at: number;
  metrics: Metrics;
}

/** A heartbeat of which every field that is left is known to be good. */
export interface ReadHeartbeat {
  nodeId: string;
  hostname: string;
  agentVersion: string | null;
  intervalSeconds: number;
  inventory: Inventory | null;
  /** Undefined: all that the node carries. */
  running: string[] | undefined;
  machine: Machine | null;
  /** Null: now. */
  at: number | null;
  metrics: Metrics;
  kept: KeptSample[];
  /** What could not be used and is left out. */
  dropped: Faults;
}

export interface KeptSample extends Sample {
  /** Its place in what was sent. */
  index: number;
}

const isWhole = checkOf(heartbeatSchema);

/**
 * Reads what an agent sent. What a heartbeat can't do without, and a field of its own that nobody knows, is refused:
 * it throws with every such fault named by its JSON Pointer. What is only an observation, and can't be used, is left
 * out and named: one odd value must not silence a host. Nearly all heartbeats fit their schema; only of one that does not is
 * each value looked at by itself.
 */
export function readHeartbeat(body: unknown): ReadHeartbeat {
  return isWhole(body) ? readWholeHeartbeat(body) : readPartialHeartbeat(body);
}

function readWholeHeartbeat(heartbeat: Heartbeat): ReadHeartbeat {
  const { nodeId, hostname, agentVersion, intervalSeconds, inventory, running, machine, at, samples } = heartbeat;
  return {
    nodeId,
    hostname,
    agentVersion: agentVersion ?? null,
    intervalSeconds,
    inventory: inventory ?? null,
    running,
    machine: machine ? { id: machine.id, bootId: machine.bootId } : null,
    at: at === undefined ? null : Date.parse(at),
    metrics: storedMetrics(heartbeat.metrics),
    kept: (samples ?? []).map((sample, index) => ({
      at: Date.parse(sample.at),
      metrics: storedMetrics(sample.metrics),
      index,
    })),
    dropped: new Faults(namedFaults),
  };
}
