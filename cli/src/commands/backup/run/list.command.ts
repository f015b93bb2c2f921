import { collectPages } from '@hyprbox/api-client';
import { backupRunKinds, executionStatuses, limits } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { itemCount } from '../../../arguments/values.js';
import { exitCodes } from '../../../exit-codes.js';
import { findPolicy } from '../policy/find-policy.js';
import { renderRuns } from './runs-table.js';

export const runListCommand = defineCommand({
  command: 'list',
  describe: 'Runs of policies, newest first',
  examples: [
    ['backup run list --status FAILED', 'What went wrong lately'],
    ['backup run list --policy etc --kind BACKUP --limit 500', 'More than the newest 50'],
  ],
  positionals: {},
  flags: {
    policy: { type: 'string', requiresArg: true, describe: 'Only of this policy, by name or id' },
    node: { type: 'string', requiresArg: true, describe: 'Only on this node' },
    status: { choices: executionStatuses, requiresArg: true, describe: 'Only in this state' },
    kind: { choices: backupRunKinds, requiresArg: true, describe: 'Only of this kind' },
    limit: {
      type: 'string',
      coerce: itemCount,
      requiresArg: true,
      describe: `At most this many (${limits.pageDefault})`,
    },
    cursor: { type: 'string', requiresArg: true, describe: 'Go on after an earlier page (nextCursor)' },
  },
  async run(context, { policy, node, status, kind, limit, cursor }) {
    const { output } = context;
    const client = await context.client();
    const policyId = policy === undefined ? undefined : (await findPolicy(client, policy)).id;
    const fetchPage = (page: object) => client.backups.runs.list({ ...page, policyId, nodeId: node, status, kind });
    const runs = await collectPages(fetchPage, limit ?? limits.pageDefault, cursor);
    await output.result(runs, () =>
      runs.items.length === 0
        ? 'No run matches.\n'
        : renderRuns(context, runs.items, policyId === undefined ? 'nothing' : 'policy'),
    );
    if (runs.nextCursor !== null) await output.aside(`There are older ones: --cursor ${runs.nextCursor}`);
    return exitCodes.ok;
  },
});
