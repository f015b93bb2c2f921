import type { FleetSummary, Node, NodeStatus } from '@hyprbox/contracts';
import { decimal, percent, plural, relativeTime } from '../../output/figures.js';
import { nodeStatusStyles } from '../../output/palette.js';
import type { Palette } from '../../output/palette.js';
import { renderTable } from '../../output/table.js';

/** What wants attention comes first, as the server sorts it. */
const byUrgency: readonly NodeStatus[] = ['OFFLINE', 'CRITICAL', 'WARNING', 'UNKNOWN', 'ONLINE'];

export function worstFirst(nodes: readonly Node[]): Node[] {
  const urgency = (node: Node): number => byUrgency.indexOf(node.status);
  return nodes.toSorted((a, b) => urgency(a) - urgency(b)); // stable: the server's order within a state stays
}

export interface View {
  width: number;
  paint: Palette;
  now: Date;
}

export function renderFleet(nodes: readonly Node[], summary: FleetSummary, { width, paint, now }: View): string {
  if (summary.total === 0) {
    return 'No node has reported yet. Make a token with `hyprbox token create` and start an agent with it.\n';
  }
  const table = renderTable<Node>(
    [
      { header: 'NODE', value: (node) => node.id, shrinks: true },
      { header: 'STATUS', value: (node) => node.status, style: (node) => nodeStatusStyles[node.status] },
      { header: 'CPU', value: (node) => percent(node.metrics?.cpuPct), align: 'right' },
      { header: 'MEM', value: (node) => percent(node.metrics?.memPct), align: 'right' },
      { header: 'DISK', value: (node) => percent(node.metrics?.diskPct), align: 'right' },
      { header: 'LOAD', value: (node) => decimal(node.metrics?.load1), align: 'right' },
      { header: 'LAST SEEN', value: (node) => relativeTime(node.lastSeenAt, now) },
    ],
    nodes,
    width,
    paint,
  );
  return `${table}\n${summaryLine(summary, paint)}\n`;
}

/** `12 nodes: 1 critical, 2 offline, 9 online · 3 jobs running, 1 queued` */
function summaryLine(summary: FleetSummary, paint: Palette): string {
  const counts = byUrgency
    .filter((status) => summary.byStatus[status] > 0)
    .map((status) => paint(nodeStatusStyles[status], `${summary.byStatus[status]} ${status.toLowerCase()}`));
  const { running, queued } = summary.jobs;
  const jobs = running + queued === 0 ? '' : ` · ${plural(running, 'job')} running, ${queued} queued`;
  return `${plural(summary.total, 'node')}: ${counts.join(', ')}${jobs}`;
}
