import type { FleetSummary, Node, NodeStatus, Thresholds } from '@hyprbox/contracts';
import { nodeStatuses } from '@hyprbox/contracts';
import type { NodeRow, StatusCount } from './nodes.repository.js';

export function toNode(row: NodeRow, underMaintenance: ReadonlySet<string>): Node {
  return {
    id: row.id,
    hostname: row.hostname,
    displayName: row.displayName,
    status: row.status,
    statusSince: row.statusSince?.toISOString() ?? null,
    statusAsOf: row.statusAsOf?.toISOString() ?? null,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    intervalSeconds: row.intervalSeconds,
    agentVersion: row.agentVersion,
    tags: row.tags,
    metrics: row.metrics,
    inventory: row.inventory,
    ...(underMaintenance.has(row.id) && { maintenance: true as const }),
  };
}

/** What of the fleet's summary is told of nodes. */
export type NodesSummary = Omit<FleetSummary, 'jobs'>;

export function toNodesSummary(counts: StatusCount[], thresholds: Thresholds): NodesSummary {
  const byStatus = Object.fromEntries(nodeStatuses.map((status) => [status, 0])) as Record<NodeStatus, number>;
  for (const { status, count } of counts) byStatus[status] = count;
  const offline = counts.find(({ status }) => status === 'OFFLINE');
  return {
    total: counts.reduce((total, { count }) => total + count, 0),
    byStatus,
    longestSilence: offline?.longestSilentAt
      ? { nodeId: offline.longestSilentId, lastSeenAt: offline.longestSilentAt.toISOString() }
      : null,
    thresholds,
  };
}
