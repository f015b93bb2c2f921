import { defineCommand } from '../../../arguments/define-command.js';
import { isConfirmed } from '../../../confirm.js';
import { exitCodes } from '../../../exit-codes.js';
import { neutralize } from '../../../output/neutralize.js';
import { findSource, sourcePositional } from './find-source.js';

export const presetSourceWebhookCommand = defineCommand({
  command: 'webhook <source>',
  describe: 'Make a new address for the webhook of a source (administrators)',
  examples: [
    ['preset source webhook team', 'Asks first: the address before is no longer taken'],
    ['preset source webhook team --yes', 'Where nobody can answer'],
  ],
  positionals: { source: sourcePositional },
  flags: { yes: { type: 'boolean', alias: 'y', default: false, describe: 'Do not ask' } },
  async run(context, { source: nameOrId, yes }) {
    const { output } = context;
    const client = await context.client();
    const { id, name } = await findSource(client, nameOrId);
    const question = `Make a new address for the webhook of ${neutralize(name)}? The one that it has is no longer taken.`;
    if (!yes && !(await isConfirmed(context, question))) {
      await output.note('Its address stays.');
      return exitCodes.failure;
    }
    const source = await client.presetSources.renewWebhook(id);
    await output.result(source, () => `${neutralize(source.webhookUrl)}\n`);
    await output.aside('Keep the address now: it is not shown again. Put it in the place of the one before.');
    return exitCodes.ok;
  },
});
