import { collectPages } from '@hyprbox/api-client';
import { alertSeverities, alertStates, type Alert } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { relativeTime } from '../../output/figures.js';
import { renderTable, type Column } from '../../output/table.js';
import { listFlags } from '../list-flags.js';
import { shortestLength } from '../short-id.js';
import { quietText, severityStyles, targetText, valueText } from './alert-text.js';

/** Columns of a terminal that has room for more than what is needed most. */
const wide = 110;
const more: readonly Column<Alert>[] = [
  { header: 'VALUE', value: (each) => valueText(each.value, each.unit) ?? '–', align: 'right' },
  { header: 'QUIET', value: quietText, shrinks: true, style: () => 'dim' },
];

const open = alertStates.filter((state) => state !== 'RESOLVED');

export const alertListCommand = defineCommand({
  command: 'list',
  describe: 'What is wrong now, newest first',
  examples: [
    ['alert list', 'All that is not over'],
    ['alert list --state FIRING --severity CRITICAL --node web-1', 'What is bad on web-1'],
    ['alert list --state RESOLVED --limit 20', 'The latest that are over'],
  ],
  positionals: {},
  flags: {
    state: {
      choices: alertStates,
      type: 'array',
      requiresArg: true,
      describe: 'Only in this state; several (all but RESOLVED)',
    },
    severity: { choices: alertSeverities, requiresArg: true, describe: 'Only of this severity' },
    node: { type: 'string', requiresArg: true, describe: 'Only of this host' },
    unacked: { type: 'boolean', default: false, describe: 'Only what nobody has acknowledged' },
    ...listFlags,
  },
  async run(context, { state, severity, node, unacked, limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const filter = { state: state ?? open, severity, nodeId: node, acked: unacked ? false : undefined };
    const alerts = await collectPages((page) => client.alerts.list({ ...page, ...filter }), limit ?? Infinity, cursor);
    const shown = shortestLength(alerts.items);
    await output.result(alerts, () =>
      alerts.items.length === 0
        ? 'No alert matches.\n'
        : renderTable<Alert>(
            [
              { header: 'ID', value: ({ id }) => id.slice(0, shown) },
              { header: 'SEVERITY', value: (each) => each.severity, style: (each) => severityStyles[each.severity] },
              { header: 'STATE', value: (each) => each.state },
              { header: 'RULE', value: (each) => each.ruleName, shrinks: true },
              { header: 'ON', value: (each) => targetText(each.target), shrinks: true },
              { header: 'SINCE', value: (each) => relativeTime(each.firedAt ?? each.pendingSince, io.now()) },
              ...(output.width < wide ? [] : more),
            ],
            alerts.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});
