import { collectPages } from '@hyprbox/api-client';
import type { BackupPolicy } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { itemCount } from '../../../arguments/values.js';
import { exitCodes } from '../../../exit-codes.js';
import { timeUntil } from '../../../output/figures.js';
import { protectionStyles } from '../../../output/palette.js';
import { renderTable } from '../../../output/table.js';

export const policyListCommand = defineCommand({
  command: 'list',
  describe: 'The policies: what is backed up when, and how it stands',
  examples: [
    ['backup policy list', 'All of them'],
    ["backup policy list --json | jq -r '.items[] | select(.drillSchedule==null).name'", 'Those that prove nothing'],
  ],
  positionals: {},
  flags: {
    limit: { type: 'string', coerce: itemCount, requiresArg: true, describe: 'At most this many (all)' },
    cursor: { type: 'string', requiresArg: true, describe: 'Go on after an earlier page (nextCursor)' },
  },
  async run(context, { limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const policies = await collectPages((page) => client.backups.policies.list(page), limit ?? Infinity, cursor);
    await output.result(policies, () =>
      policies.items.length === 0
        ? 'No policy yet. Make one with `hyprbox backup policy create`.\n'
        : renderTable<BackupPolicy>(
            [
              { header: 'POLICY', value: (policy) => policy.name, shrinks: true },
              { header: 'COVERS', value: coverage, shrinks: true },
              {
                header: 'STATE',
                value: (policy) => policy.protection,
                style: (policy) => protectionStyles[policy.protection],
              },
              { header: 'SCHEDULE', value: (policy) => policy.scheduleText, shrinks: true },
              { header: 'NEXT', value: (policy) => timeUntil(policy.nextRuns[0] ?? null, io.now()) },
            ],
            policies.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});

/** `web-1`, or `tag web (3)` */
function coverage({ nodeId, tag, nodes }: BackupPolicy): string {
  return nodeId ?? `tag ${tag ?? ''} (${nodes})`;
}
