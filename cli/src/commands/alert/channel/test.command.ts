import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { renderDetails } from '../../../output/details.js';
import { duration } from '../../../output/figures.js';
import { allChannels, findChannel } from './find-channel.js';

export const channelTestCommand = defineCommand({
  command: 'test <channel>',
  describe: 'Send a message by it, and show what the service answers',
  examples: [['alert channel test "On call"', 'Ends with 1 if it was not taken']],
  positionals: { channel: { type: 'string', demandOption: true, describe: 'Name or id of the channel' } },
  flags: {},
  async run(context, { channel: nameOrId }) {
    const { output } = context;
    const client = await context.client();
    const { id } = findChannel(await allChannels(client), nameOrId);
    const test = await client.alerts.channels.test(id);
    await output.result(test, () =>
      renderDetails(
        [
          ['Taken', test.ok ? 'yes' : 'no'],
          ['Status', test.status === null ? null : String(test.status)],
          ['Answer', test.detail],
          ['Took', duration(test.durationMs)],
        ],
        output.width,
        output.paint,
      ),
    );
    return test.ok ? exitCodes.ok : exitCodes.failure;
  },
});
