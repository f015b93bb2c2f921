import type { FleetSummary, Node, NodeStatus, Thresholds } from '@hyprbox/contracts';
import { nodeStatuses } from '@hyprbox/contracts';
import type { NodeEntity } from './node.entity.js';

export type NodeRow = Pick<
  NodeEntity,
  | 'id'
  | 'hostname'
  | 'displayName'
  | 'lastSeenAt'
  | 'intervalSeconds'
  | 'agentVersion'
  | 'tags'
  | 'metrics'
  | 'inventory'
> & { status: NodeStatus };

export function toNode(row: NodeRow): Node {
  return {
    id: row.id,
    hostname: row.hostname,
    displayName: row.displayName,
    status: row.status,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    intervalSeconds: row.intervalSeconds,
    agentVersion: row.agentVersion,
    tags: row.tags,
    metrics: row.metrics,
    inventory: row.inventory,
  };
}

/** The nodes of one status, and the one of them that was heard last the longest ago. */
export interface StatusCount {
  status: NodeStatus;
  count: number;
  longestSilentId: string;
  longestSilentAt: Date | null;
}

export function toFleetSummary(
  counts: StatusCount[],
  jobs: FleetSummary['jobs'],
  thresholds: Thresholds,
): FleetSummary {
  const byStatus = Object.fromEntries(nodeStatuses.map((status) => [status, 0])) as Record<NodeStatus, number>;
  for (const { status, count } of counts) byStatus[status] = count;
  const offline = counts.find(({ status }) => status === 'OFFLINE');
  return {
    total: counts.reduce((total, { count }) => total + count, 0),
    byStatus,
    jobs,
    longestSilence: offline?.longestSilentAt
      ? { nodeId: offline.longestSilentId, lastSeenAt: offline.longestSilentAt.toISOString() }
      : null,
    thresholds,
  };
}
