import { collectPages } from '@hyprbox/api-client';
import type { AlertChannel } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { renderTable } from '../../../output/table.js';
import { listFlags } from '../../list-flags.js';

export const channelListCommand = defineCommand({
  command: 'list',
  describe: 'The ways by which people are told (administrators)',
  examples: [['alert channel list', 'Without their secrets']],
  positionals: {},
  flags: listFlags,
  async run(context, { limit, cursor }) {
    const { output } = context;
    const client = await context.client();
    const channels = await collectPages((page) => client.alerts.channels.list(page), limit ?? Infinity, cursor);
    await output.result(channels, () =>
      channels.items.length === 0
        ? 'No channel yet.\n'
        : renderTable<AlertChannel>(
            [
              { header: 'ID', value: ({ id }) => id },
              { header: 'NAME', value: ({ name }) => name, shrinks: true },
              { header: 'TYPE', value: ({ type }) => type },
              { header: 'RESOLVED', value: ({ sendResolved }) => (sendResolved ? 'yes' : 'no') },
              { header: 'ENABLED', value: ({ enabled }) => (enabled ? 'yes' : 'no') },
            ],
            channels.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});
