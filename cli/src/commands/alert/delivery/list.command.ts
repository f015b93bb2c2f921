import { collectPages } from '@hyprbox/api-client';
import { deliveryStatuses, type AlertDelivery } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { relativeTime } from '../../../output/figures.js';
import { renderTable } from '../../../output/table.js';
import { listFlags } from '../../list-flags.js';
import { shortestLength } from '../../short-id.js';
import { allChannels, findChannel } from '../channel/find-channel.js';

export const deliveryListCommand = defineCommand({
  command: 'list',
  describe: 'The messages that were sent, or are to be, newest first (administrators)',
  examples: [
    ['alert delivery list --status FAILED', 'What did not arrive, and why'],
    ['alert delivery list --channel "On call" --limit 20', 'The latest by one channel'],
  ],
  positionals: {},
  flags: {
    status: { choices: deliveryStatuses, requiresArg: true, describe: 'Only of this status' },
    channel: { type: 'string', requiresArg: true, describe: 'Only by the channel of this name or id' },
    ...listFlags,
  },
  async run(context, { status, channel, limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const channelId = channel === undefined ? undefined : findChannel(await allChannels(client), channel).id;
    const deliveries = await collectPages(
      (page) => client.alerts.deliveries.list({ ...page, status, channelId }),
      limit ?? Infinity,
      cursor,
    );
    const shown = shortestLength(deliveries.items);
    await output.result(deliveries, () =>
      deliveries.items.length === 0
        ? 'No message matches.\n'
        : renderTable<AlertDelivery>(
            [
              { header: 'ID', value: ({ id }) => id.slice(0, shown) },
              { header: 'BY', value: ({ channelName }) => channelName, shrinks: true },
              { header: 'OF', value: ({ event }) => event },
              { header: 'STATUS', value: (each) => each.status },
              { header: 'QUEUED', value: ({ createdAt }) => relativeTime(createdAt, io.now()) },
              { header: 'ERROR', value: ({ lastError }) => lastError ?? '–', shrinks: true },
            ],
            deliveries.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});
