import { collectPages } from '@hyprbox/api-client';
import { nodeSorts, nodeStatuses } from '@hyprbox/contracts';
import type { Node, NodeSort } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { itemCount } from '../../arguments/values.js';
import { exitCodes } from '../../exit-codes.js';
import { percent, relativeTime } from '../../output/figures.js';
import { nodeStatusStyles } from '../../output/palette.js';
import { renderTable } from '../../output/table.js';
import type { Column } from '../../output/table.js';
import { diskUse } from './disk-use.js';

export const nodeListCommand = defineCommand({
  command: 'list',
  describe: 'Nodes, filtered and sorted',
  examples: [
    ['node list --status OFFLINE', 'Silent nodes'],
    ['node list --tag web --sort=-cpu --limit 10', 'The ten busiest web servers'],
  ],
  positionals: {},
  flags: {
    status: { choices: nodeStatuses, requiresArg: true, describe: 'Only nodes in this state' },
    tag: { type: 'string', requiresArg: true, describe: 'Only nodes with this tag' },
    q: { type: 'string', requiresArg: true, describe: 'Part of the id or of a name' },
    sort: { choices: nodeSorts, requiresArg: true, describe: 'Order; write --sort=-cpu for falling' },
    limit: { type: 'string', coerce: itemCount, requiresArg: true, describe: 'At most this many (all)' },
    cursor: { type: 'string', requiresArg: true, describe: 'Go on after an earlier page (nextCursor)' },
  },
  async run(context, { status, tag, q, sort, limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const fetchPage = (page: object) => client.nodes.list({ ...page, status, tag, q, sort });
    const nodes = await collectPages(fetchPage, limit ?? Infinity, cursor);
    await output.result(nodes, () =>
      nodes.items.length === 0
        ? 'No node matches.\n'
        : renderTable<Node>(
            [
              { header: 'NODE', value: (node) => node.id, shrinks: true },
              { header: 'NAME', value: (node) => node.displayName ?? node.hostname, shrinks: true },
              { header: 'STATUS', value: statusText, style: (node) => nodeStatusStyles[node.status] },
              ...sortedBy(sort),
              { header: 'TAGS', value: (node) => node.tags.join(', '), shrinks: true },
              { header: 'AGENT', value: (node) => node.agentVersion ?? '–' },
              { header: 'LAST SEEN', value: (node) => relativeTime(node.lastSeenAt, io.now()) },
            ],
            nodes.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});

function statusText({ status, maintenance }: Node): string {
  return maintenance === true ? `${status}, maintenance` : status;
}

/** The figure that the nodes are sorted by, where the table has no column of it anyway. */
function sortedBy(sort: NodeSort | undefined): Column<Node>[] {
  switch (sort) {
    case 'cpu':
    case '-cpu':
      return [{ header: 'CPU', value: (node) => percent(node.metrics?.cpuPct), align: 'right' }];
    case 'mem':
    case '-mem':
      return [{ header: 'MEM', value: (node) => percent(node.metrics?.memPct), align: 'right' }];
    case 'disk':
    case '-disk':
      return [{ header: 'DISK', value: (node) => diskUse(node.metrics), align: 'right' }];
    case 'name':
    case '-name':
    case 'status':
    case 'lastSeen':
    case '-lastSeen':
    case undefined:
      return [];
  }
}
