import { defineCommand } from '../../../arguments/define-command.js';
import { isConfirmed } from '../../../confirm.js';
import { exitCodes } from '../../../exit-codes.js';
import { neutralize } from '../../../output/neutralize.js';
import { findPolicy, policyPositional } from './find-policy.js';

export const policyAcceptRepositoryCommand = defineCommand({
  command: 'accept-repository <policy>',
  describe: 'Go on with what is at the address, the old repository being gone (administrators)',
  examples: [
    ['backup policy accept-repository etc', 'Asks first'],
    ['backup policy accept-repository etc --node web-1 --yes', 'Of one of several nodes'],
  ],
  positionals: { policy: policyPositional },
  flags: {
    node: { type: 'string', requiresArg: true, describe: 'Which of its nodes, if there are several' },
    yes: { type: 'boolean', alias: 'y', default: false, describe: 'Do not ask' },
  },
  async run(context, { policy: nameOrId, node, yes }) {
    const { output } = context;
    const client = await context.client();
    const { id, name } = await findPolicy(client, nameOrId);
    const question =
      `Is the repository of ${neutralize(name)} gone for good, and its disk not just unmounted? ` +
      'What was in it counts for nothing any more.';
    if (!yes && !(await isConfirmed(context, question))) {
      await output.note('Nothing was changed.');
      return exitCodes.failure;
    }
    await client.backups.policies.acceptRepository(id, node === undefined ? {} : { nodeId: node });
    await output.result({ id, name, accepted: true }, () => '');
    await output.aside(
      `The next backup of ${name} uses what is at its address. Run one now: hyprbox backup run ${name}`,
    );
    return exitCodes.ok;
  },
});
