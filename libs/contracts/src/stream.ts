import type { ExecutionReason, ExecutionStatus } from './jobs.js';
import type { NodeStatus } from './nodes.js';

/** Headline figures of `GET /api/stream/nodes`. */
export interface HeadlineMetrics {
  cpuPct: number;
  memPct: number;
  diskPct: number;
  /** Of what `diskPct` is; absent also if its path is very long. */
  diskMount?: string;
  load1?: number;
  netRxBps?: number;
  netTxBps?: number;
}

/** Event `heartbeat` of the node stream. */
export interface HeartbeatEvent {
  items: { nodeId: string; at: string; status: NodeStatus; metrics: HeadlineMetrics }[];
}

/** Events `stdout` and `stderr` of a job's stream; offsets count bytes, a jump is a drop. */
export type OutputEvent = { offset: number } & ({ data: string } | { base64: string });

/** Event `status` of a job's stream, and with its own reasons of a backup run's. */
export interface StatusEvent<Reason extends string = ExecutionReason> {
  status: ExecutionStatus;
  reason: Reason | null;
  exitCode: number | null;
}

export const keepAliveSeconds = 15;
