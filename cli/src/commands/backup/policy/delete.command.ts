import { defineCommand } from '../../../arguments/define-command.js';
import { isConfirmed } from '../../../confirm.js';
import { exitCodes } from '../../../exit-codes.js';
import { neutralize } from '../../../output/neutralize.js';
import { findPolicy, policyPositional } from './find-policy.js';

export const policyDeleteCommand = defineCommand({
  command: 'delete <policy>',
  describe: 'Remove a policy; its snapshots stay (administrators)',
  examples: [
    ['backup policy delete etc', 'Asks first'],
    ['backup policy delete etc --yes', 'Where nobody can answer'],
  ],
  positionals: { policy: policyPositional },
  flags: { yes: { type: 'boolean', alias: 'y', default: false, describe: 'Do not ask' } },
  async run(context, { policy: nameOrId, yes }) {
    const { output } = context;
    const client = await context.client();
    const { id, name } = await findPolicy(client, nameOrId);
    const question = `Delete ${neutralize(name)}? Nothing backs up what it covers from then on.`;
    if (!yes && !(await isConfirmed(context, question))) {
      await output.note('Nothing was deleted.');
      return exitCodes.failure;
    }
    await client.backups.policies.delete(id);
    await output.result({ id, name, deleted: true }, () => '');
    await output.aside(`Deleted ${name}. Its repository and the snapshots in it stay as they are.`);
    return exitCodes.ok;
  },
});
