import type {
  Activity,
  FleetSummary,
  FleetTags,
  Heartbeat,
  HeartbeatAccepted,
  History,
  HistoryRange,
  Node,
  NodeSort,
  NodeStatus,
  Page,
  Sparks,
  UpdateNodeRequest,
} from '@hyprbox/contracts';
import { path } from './http.js';
import type { CallOptions, Http } from './http.js';
import type { PageQuery } from './pages.js';

export interface NodeQuery extends PageQuery {
  status?: NodeStatus | undefined;
  tag?: string | undefined;
  /** Part of the id, the host's name or the display name. */
  q?: string | undefined;
  sort?: NodeSort | undefined;
}

export interface HistoryQuery {
  range?: HistoryRange | undefined;
  from?: string | undefined;
  to?: string | undefined;
  points?: number | undefined;
}

/** `/api/nodes` */
export class NodesApi {
  constructor(private readonly http: Http) {}

  list(query: NodeQuery = {}, call?: CallOptions): Promise<Page<Node>> {
    return this.http.get('/nodes', { ...query }, call);
  }

  /** Of the nodes that the filter takes; without it of the whole fleet. */
  summary(filter: Pick<NodeQuery, 'tag' | 'q'> = {}, call?: CallOptions): Promise<FleetSummary> {
    return this.http.get('/nodes/summary', { ...filter }, call);
  }

  /** The tags of the whole fleet, the most frequent first. */
  tags(call?: CallOptions): Promise<FleetTags> {
    return this.http.get('/nodes/tags', {}, call);
  }

  get(nodeId: string, call?: CallOptions): Promise<Node> {
    return this.http.get(path`/nodes/${nodeId}/status`, {}, call);
  }

  update(nodeId: string, request: UpdateNodeRequest, call?: CallOptions): Promise<Node> {
    return this.http.write('PATCH', path`/nodes/${nodeId}`, request, call);
  }

  /** Takes the node out of the fleet: its tokens are revoked, its queued jobs cancelled. */
  decommission(nodeId: string, call?: CallOptions): Promise<void> {
    return this.http.command('DELETE', path`/nodes/${nodeId}`, undefined, call);
  }

  history(nodeId: string, query: HistoryQuery, call?: CallOptions): Promise<History> {
    return this.http.get(path`/nodes/${nodeId}/history`, { ...query }, call);
  }

  fleetHistory(query: HistoryQuery, call?: CallOptions): Promise<History> {
    return this.http.get('/nodes/history', { ...query }, call);
  }

  activity(nodeId: string, page: PageQuery = {}, call?: CallOptions): Promise<Page<Activity>> {
    return this.http.get(path`/nodes/${nodeId}/activity`, { ...page }, call);
  }

  sparks(nodeIds: readonly string[], points?: number, call?: CallOptions): Promise<Sparks> {
    return this.http.get('/nodes/sparks', { nodeIds, points }, call);
  }

  /** What an agent sends; needs a client made with a node's token. */
  heartbeat(beat: Heartbeat, call?: CallOptions): Promise<HeartbeatAccepted> {
    return this.http.write('POST', '/nodes/heartbeat', beat, call);
  }
}
