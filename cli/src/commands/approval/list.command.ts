import { collectPages } from '@hyprbox/api-client';
import { approvalStates, limits } from '@hyprbox/contracts';
import type { ApprovalSummary } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { itemCount } from '../../arguments/values.js';
import { exitCodes } from '../../exit-codes.js';
import { timeUntil } from '../../output/figures.js';
import { renderTable } from '../../output/table.js';
import { listFlags } from '../list-flags.js';
import { shortestLength } from '../short-id.js';
import { approvalStateStyles, causesText } from './approval-text.js';

export const approvalListCommand = defineCommand({
  command: 'list',
  describe: 'What waits for somebody to approve it, newest first',
  examples: [
    ['approval list', 'What is to be decided'],
    ['approval list --state REJECTED --limit 10', 'What was not let through lately'],
  ],
  positionals: {},
  flags: {
    state: { choices: approvalStates, default: 'PENDING', requiresArg: true, describe: 'Only in this state' },
    ...listFlags,
    limit: {
      type: 'string',
      coerce: itemCount,
      requiresArg: true,
      describe: `At most this many (${limits.pageDefault})`,
    },
  },
  async run(context, { state: typed, limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const state = approvalStates.find((each) => each === typed);
    const approvals = await collectPages(
      (page) => client.approvals.list({ ...page, state }),
      limit ?? limits.pageDefault,
      cursor,
    );
    const length = shortestLength(approvals.items);
    await output.result(approvals, () =>
      approvals.items.length === 0
        ? `No approval is ${typed}.\n`
        : renderTable<ApprovalSummary>(
            [
              { header: 'ID', value: ({ id }) => id.slice(0, length) },
              { header: 'WHAT', value: ({ name }) => name, shrinks: true },
              { header: 'HOSTS', value: ({ targets }) => String(targets), align: 'right' },
              { header: 'STATE', value: (each) => each.state, style: (each) => approvalStateStyles[each.state] },
              { header: 'BECAUSE OF', value: ({ causes }) => causesText(causes), shrinks: true },
              { header: 'ASKED BY', value: ({ requestedByName }) => requestedByName ?? '–', shrinks: true },
              {
                header: 'EXPIRES',
                value: (each) => (each.state === 'PENDING' ? timeUntil(each.expiresAt, io.now()) : '–'),
              },
            ],
            approvals.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});
