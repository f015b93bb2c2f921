import type { FleetSummary, Node, NodeStatus } from '@hyprbox/contracts';
import { worstStatusFirst } from '@hyprbox/contracts';
import { decimal, percent, plural, relativeTime } from '../../output/figures.js';
import { diskUse } from '../node/disk-use.js';
import { nodeStatusStyles } from '../../output/palette.js';
import type { Palette } from '../../output/palette.js';
import { renderTable } from '../../output/table.js';

export function worstFirst(nodes: readonly Node[]): Node[] {
  const urgency = (node: Node): number => worstStatusFirst.indexOf(node.status);
  return nodes.toSorted((a, b) => urgency(a) - urgency(b)); // stable: the server's order within a state stays
}

export interface View {
  width: number;
  /** At most this many nodes; null for all. */
  rows: number | null;
  paint: Palette;
  now: Date;
}

export function renderFleet(nodes: readonly Node[], summary: FleetSummary, { width, rows, paint, now }: View): string {
  if (summary.total === 0) {
    return 'No node has reported yet. Make a token with `hyprbox token create` and start an agent with it.\n';
  }
  const shown = rows === null || nodes.length <= rows ? nodes : nodes.slice(0, Math.max(1, rows - 1));
  const table = renderTable<Node>(
    [
      { header: 'NODE', value: (node) => node.id, shrinks: true },
      { header: 'STATUS', value: (node) => node.status, style: (node) => nodeStatusStyles[node.status] },
      { header: 'CPU', value: (node) => percent(node.metrics?.cpuPct), align: 'right' },
      { header: 'MEM', value: (node) => percent(node.metrics?.memPct), align: 'right' },
      { header: 'DISK', value: (node) => diskUse(node.metrics), align: 'right' },
      { header: 'LOAD', value: (node) => decimal(node.metrics?.load1), align: 'right' },
      { header: 'LAST SEEN', value: (node) => relativeTime(node.lastSeenAt, now) },
    ],
    shown,
    width,
    paint,
  );
  return `${table}${restLine(nodes.slice(shown.length), paint)}\n${summaryLine(summary, paint)}\n`;
}

/** `… and 282 more: 1 warning, 281 online`; nothing when all are shown. */
function restLine(rest: readonly Node[], paint: Palette): string {
  if (rest.length === 0) return '';
  const count = (status: NodeStatus): number => rest.filter((node) => node.status === status).length;
  const counts = worstStatusFirst
    .filter((status) => count(status) > 0)
    .map((status) => paint(nodeStatusStyles[status], `${count(status)} ${status.toLowerCase()}`));
  return `… and ${rest.length} more: ${counts.join(', ')}\n`;
}

/** `12 nodes: 1 critical, 2 offline, 9 online · 3 jobs running, 1 queued` */
function summaryLine(summary: FleetSummary, paint: Palette): string {
  const counts = worstStatusFirst
    .filter((status) => summary.byStatus[status] > 0)
    .map((status) => paint(nodeStatusStyles[status], `${summary.byStatus[status]} ${status.toLowerCase()}`));
  const { running, queued } = summary.jobs;
  const jobs = running + queued === 0 ? '' : ` · ${plural(running, 'job')} running, ${queued} queued`;
  return `${plural(summary.total, 'node')}: ${counts.join(', ')}${jobs}`;
}
