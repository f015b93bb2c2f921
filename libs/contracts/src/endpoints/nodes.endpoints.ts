import type { Heartbeat, HeartbeatAccepted } from '../heartbeat.schema.js';
import type { HistoryRange, NodeSort, NodeStatus, UpdateNodeRequest } from '../nodes.js';
import type { ChangedTags, ChangeTags } from '../node-tags.schema.js';
import type { Activity, FleetSummary, FleetTags, History, Node, Sparks } from '../nodes.schema.js';
import type { Page } from '../schema-parts.js';
import type { Selection, Selector } from '../selectors.schema.js';
import { command, get, patch, path, post } from './endpoint.js';
import type { PageQuery } from './request.js';

export type NodeFilter = {
  tag?: string | null | undefined;
  /** Part of the id, the host's name or the display name. */
  q?: string | null | undefined;
};

export type NodeQuery = PageQuery &
  NodeFilter & {
    status?: NodeStatus | null | undefined;
    sort?: NodeSort | null | undefined;
  };

/** The newest `range`, or the time between two instants (ISO 8601). */
export type HistoryQuery = { points?: number | undefined } & ({ range: HistoryRange } | { from: string; to: string });

export const nodesEndpoints = {
  list: (query?: NodeQuery) => get<Page<Node>>('/nodes', query),
  /** Of the nodes that the filter takes; without it of the whole fleet. */
  summary: (filter?: NodeFilter) => get<FleetSummary>('/nodes/summary', filter),
  /** The tags of the whole fleet, the most frequent first. */
  tags: () => get<FleetTags>('/nodes/tags'),
  fleetHistory: (query: HistoryQuery) => get<History>('/nodes/history', query),
  /** The last hour of up to `limits.sparkNodes` hosts, in `points` steps. */
  sparks: (nodeIds: readonly string[], points?: number) => get<Sparks>('/nodes/sparks', { nodeIds, points }),
  get: (nodeId: string) => get<Node>(path`/nodes/${nodeId}/status`),
  update: (nodeId: string, change: UpdateNodeRequest) => patch<Node>(path`/nodes/${nodeId}`, change),
  /** Takes the node out of the fleet: its tokens are revoked, its queued jobs cancelled. */
  decommission: (nodeId: string) => command('DELETE', path`/nodes/${nodeId}`),
  history: (nodeId: string, query: HistoryQuery) => get<History>(path`/nodes/${nodeId}/history`, query),
  activity: (nodeId: string, query?: PageQuery) => get<Page<Activity>>(path`/nodes/${nodeId}/activity`, query),
  /** Which hosts a selector takes; the first 200 by id. */
  select: (selector: Selector) => post<Selection>('/nodes/select', { selector }),
  /** Gives tags to many hosts, and takes tags from them. */
  changeTags: (change: ChangeTags) => post<ChangedTags>('/nodes/tags', change),
  /** What an agent sends, with a node's token. */
  heartbeat: (beat: Heartbeat) => post<HeartbeatAccepted>('/nodes/heartbeat', beat),
};
