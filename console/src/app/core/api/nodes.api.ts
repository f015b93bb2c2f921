import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type {
  Activity,
  FleetSummary,
  FleetTags,
  History,
  HistoryRange,
  Node,
  NodeSort,
  NodeStatus,
  Page,
  Sparks,
  UpdateNodeRequest,
} from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import type { PageQuery } from './query-params';
import { queryParams } from './query-params';

export interface NodeQuery extends PageQuery {
  status?: NodeStatus | null;
  tag?: string | null;
  /** Part of a host's name or id. */
  q?: string | null;
  sort?: NodeSort | null;
}

/** The newest `range`, or the time between two instants (ISO 8601). */
export type HistoryQuery = { points?: number } & ({ range: HistoryRange } | { from: string; to: string });

/** `/api/nodes` */
@Injectable({ providedIn: 'root' })
export class NodesApi {
  private readonly http = inject(HttpClient);

  list(query: NodeQuery = {}): Observable<Page<Node>> {
    return this.http.get<Page<Node>>('/api/nodes', { params: queryParams({ ...query }) });
  }

  summary(): Observable<FleetSummary> {
    return this.http.get<FleetSummary>('/api/nodes/summary');
  }

  /** The tags of the whole fleet, the most frequent first. */
  tags(): Observable<FleetTags> {
    return this.http.get<FleetTags>('/api/nodes/tags');
  }

  get(nodeId: string): Observable<Node> {
    return this.http.get<Node>(`${pathOf(nodeId)}/status`);
  }

  update(nodeId: string, change: UpdateNodeRequest): Observable<Node> {
    return this.http.patch<Node>(pathOf(nodeId), change);
  }

  decommission(nodeId: string): Observable<void> {
    return this.http.delete<void>(pathOf(nodeId));
  }

  fleetHistory(query: HistoryQuery): Observable<History> {
    return this.http.get<History>('/api/nodes/history', { params: queryParams({ ...query }) });
  }

  history(nodeId: string, query: HistoryQuery): Observable<History> {
    return this.http.get<History>(`${pathOf(nodeId)}/history`, { params: queryParams({ ...query }) });
  }

  activity(nodeId: string, query: PageQuery = {}): Observable<Page<Activity>> {
    return this.http.get<Page<Activity>>(`${pathOf(nodeId)}/activity`, { params: queryParams({ ...query }) });
  }

  /** The last hour of up to `limits.sparkNodes` hosts, in `points` steps. */
  sparks(nodeIds: readonly string[], points = 30): Observable<Sparks> {
    return this.http.get<Sparks>('/api/nodes/sparks', { params: queryParams({ nodeIds: nodeIds.join(','), points }) });
  }
}

function pathOf(nodeId: string): string {
  return `/api/nodes/${encodeURIComponent(nodeId)}`;
}
