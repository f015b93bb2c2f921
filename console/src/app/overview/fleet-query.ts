import type { NodeSort, NodeStatus } from '@hyprbox/contracts';
import { nodeSorts, nodeStatuses } from '@hyprbox/contracts';

/** Which hosts the overview shows, and in which order: the address of the page says it. */
export interface FleetQuery {
  q: string;
  status: NodeStatus | null;
  tag: string;
  sort: NodeSort;
}

/** Worst first. */
export const defaultSort: NodeSort = 'status';

/** Reads the page's address; what is not understood is left out. */
export function fleetQuery(params: { q?: string; status?: string; tag?: string; sort?: string }): FleetQuery {
  return {
    q: params.q?.trim() ?? '',
    status: nodeStatuses.find((status) => status === params.status) ?? null,
    tag: params.tag?.trim() ?? '',
    sort: nodeSorts.find((sort) => sort === params.sort) ?? defaultSort,
  };
}

export function isFiltered(query: FleetQuery): boolean {
  return query.q !== '' || query.status !== null || query.tag !== '';
}
