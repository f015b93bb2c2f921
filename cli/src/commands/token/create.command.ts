import { defineCommand } from '../../arguments/define-command.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';

export const tokenCreateCommand = defineCommand({
  command: 'create [token-name]',
  describe: 'Make a token for an agent; it is shown this once',
  examples: [
    ['token create rack-7', 'For one new node'],
    ['token create web-1-again --node web-1', 'For a node that exists'],
  ],
  positionals: { 'token-name': { type: 'string', describe: 'What to know the token by' } },
  flags: {
    name: { type: 'string', requiresArg: true, describe: 'The same, as a flag' },
    node: { type: 'string', requiresArg: true, describe: 'The node it is for; without: one new node' },
  },
  async run(context, { tokenName, name: flag, node }) {
    const { output } = context;
    if (tokenName !== undefined && flag !== undefined) throw new UsageError('The name is given twice', 'give it once');
    const name = tokenName ?? flag;
    if (name === undefined) throw new UsageError('What should the token be known by? Give a name');
    const client = await context.client();
    const created = await client.tokens.create(node === undefined ? { name } : { name, nodeId: node });
    await output.result(created, () => `${created.token}\n`);
    await output.aside(`Keep it now: it is not shown again. Start the agent with HYPRBOX_NODE_TOKEN set to it.`);
    return exitCodes.ok;
  },
});
