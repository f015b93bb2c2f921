import { collectPages } from '@hyprbox/api-client';
import { executionStatuses, limits } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { itemCount } from '../../../arguments/values.js';
import { exitCodes } from '../../../exit-codes.js';
import { findPolicy } from '../policy/find-policy.js';
import { renderRuns } from '../run/runs-table.js';

export const drillListCommand = defineCommand({
  command: 'list [policy]',
  describe: 'The drills, newest first',
  examples: [
    ['backup drill list', 'Of every policy'],
    ['backup drill list etc --status FAILED', 'Those of one that proved nothing'],
  ],
  positionals: { policy: { type: 'string', describe: 'Only of this policy, by name or id' } },
  flags: {
    node: { type: 'string', requiresArg: true, describe: 'Only on this node' },
    status: { choices: executionStatuses, requiresArg: true, describe: 'Only in this state' },
    limit: {
      type: 'string',
      coerce: itemCount,
      requiresArg: true,
      describe: `At most this many (${limits.pageDefault})`,
    },
    cursor: { type: 'string', requiresArg: true, describe: 'Go on after an earlier page (nextCursor)' },
  },
  async run(context, { policy, node, status, limit, cursor }) {
    const { output } = context;
    const client = await context.client();
    const policyId = policy === undefined ? undefined : (await findPolicy(client, policy)).id;
    const filter = { policyId, nodeId: node, status, kind: 'DRILL' } as const;
    const fetchPage = (page: object) => client.backups.runs.list({ ...page, ...filter });
    const runs = await collectPages(fetchPage, limit ?? limits.pageDefault, cursor);
    await output.result(runs, () =>
      runs.items.length === 0 ? 'No drill matches.\n' : renderRuns(context, runs.items, 'kind'),
    );
    if (runs.nextCursor !== null) await output.aside(`There are older ones: --cursor ${runs.nextCursor}`);
    return exitCodes.ok;
  },
});
