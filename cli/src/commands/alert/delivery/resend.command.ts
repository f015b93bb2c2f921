import { defineCommand } from '../../../arguments/define-command.js';
import { eachOf } from '../../each-of.js';
import { findId } from '../../short-id.js';

export const deliveryResendCommand = defineCommand({
  command: 'resend <deliveries..>',
  describe: 'Send messages once more (administrators)',
  examples: [['alert delivery resend 0198c0de', 'Once its channel is mended']],
  positionals: {
    deliveries: {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Ids of messages (`hyprbox alert delivery list`), or their first characters',
    },
  },
  flags: {},
  async run(context, { deliveries }) {
    const client = await context.client();
    const list = client.alerts.deliveries.list.bind(client.alerts.deliveries);
    return eachOf(context, deliveries, async (typed) => {
      const id = await findId(typed, { noun: 'message', listCommand: 'alert delivery list', list });
      const again = await client.alerts.deliveries.resend(id);
      await context.output.result(again, () => '');
      await context.output.aside(`It is sent again by ${again.channelName}.`);
    });
  },
});
