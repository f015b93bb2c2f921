import { untracked } from '@angular/core';
import type { FleetSummary, Node, NodeSort } from '@hyprbox/contracts';
import { worstStatusFirst } from '@hyprbox/contracts';
import type { FleetQuery } from './fleet-query';
import type { Host } from './host';

/** The hosts that a query asks for, in its order. Both are the server's own rules for `GET /api/nodes`. */
export function inQuery(hosts: readonly Host[], query: FleetQuery): Host[] {
  const entries: Entry[] = [];
  for (const host of hosts) {
    const node = untracked(host.node);
    if (matches(node, query)) entries.push({ host, name: nameOf(node), key: keyOf(node, query.sort) });
  }
  const direction = query.sort.startsWith('-') ? -1 : 1;
  // Hosts come as they were read, in the order of their names, which makes comparing these cheap.
  entries.sort((a, b) => direction * (a.key - b.key || compare(a.name, b.name) || compare(a.host.id, b.host.id)));
  return entries.map(({ host }) => host);
}

interface Entry {
  readonly host: Host;
  readonly name: string;
  readonly key: number;
}

function matches(node: Node, { status, tag, q }: Omit<FleetQuery, 'sort'>): boolean {
  if (status !== null && node.status !== status) return false;
  if (tag !== '' && !node.tags.includes(tag)) return false;
  return q === '' || `${node.id}\n${node.hostname}\n${node.displayName ?? ''}`.toLowerCase().includes(q.toLowerCase());
}

/** A host that has no such figure is below all that have. */
const noFigure = -1;

function keyOf(node: Node, sort: NodeSort): number {
  switch (sort) {
    case 'name':
    case '-name':
      return 0;
    case 'status':
      return worstStatusFirst.indexOf(node.status);
    case 'cpu':
    case '-cpu':
      return node.metrics?.cpuPct ?? noFigure;
    case 'mem':
    case '-mem':
      return node.metrics?.memPct ?? noFigure;
    case 'disk':
    case '-disk':
      return node.metrics?.diskPct ?? noFigure;
    case 'lastSeen':
    case '-lastSeen':
      return node.lastSeenAt === null ? noFigure : Date.parse(node.lastSeenAt);
  }
}

function nameOf({ displayName, hostname }: Node): string {
  return (displayName ?? hostname).toLowerCase();
}

/** By code units, as the server compares bytes: the same whatever the browser's language. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Hosts in the places they have, without those that are gone; the others at the end. */
export function inPresentOrder(
  present: readonly Host[],
  wanted: readonly Host[],
  isGone: (host: Host) => boolean,
): Host[] {
  const kept = present.filter((host) => !isGone(host));
  const placed = new Set(kept);
  return [...kept, ...wanted.filter((host) => !placed.has(host))];
}

/** How many hosts a search and a tag leave, by status. */
export function countsOf(
  hosts: readonly Host[],
  { q, tag }: Pick<FleetQuery, 'q' | 'tag'>,
): Pick<FleetSummary, 'total' | 'byStatus'> {
  const byStatus = { ONLINE: 0, WARNING: 0, CRITICAL: 0, OFFLINE: 0, UNKNOWN: 0 };
  let total = 0;
  for (const host of hosts) {
    const node = untracked(host.node);
    if (!matches(node, { q, tag, status: null })) continue;
    byStatus[node.status] += 1;
    total += 1;
  }
  return { total, byStatus };
}
