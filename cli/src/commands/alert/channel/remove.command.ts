import { defineCommand } from '../../../arguments/define-command.js';
import { eachOf } from '../../each-of.js';
import { allChannels, findChannel } from './find-channel.js';

export const channelRemoveCommand = defineCommand({
  command: 'remove <channels..>',
  describe: 'Tell nobody by them any more; their secrets are forgotten (administrators)',
  examples: [['alert channel remove "On call"', 'Refused while a route leads to it']],
  positionals: {
    channels: { type: 'string', array: true, demandOption: true, describe: 'Names or ids of channels' },
  },
  flags: {},
  async run(context, { channels }) {
    const client = await context.client();
    const existing = await allChannels(client);
    return eachOf(context, channels, async (nameOrId) => {
      const { id, name } = findChannel(existing, nameOrId);
      await client.alerts.channels.delete(id);
      await context.output.result({ id, name, removed: true }, () => '');
      await context.output.aside(`Removed ${name}.`);
    });
  },
});
