import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';

export const tokenCreateCommand = defineCommand({
  command: 'create',
  describe: 'Make a token for an agent; it is shown this once',
  examples: [
    ['token create --name rack-7', 'For one new node'],
    ['token create --name web-1-again --node web-1', 'For a node that exists'],
  ],
  positionals: {},
  flags: {
    name: { type: 'string', requiresArg: true, demandOption: true, describe: 'What to know the token by' },
    node: { type: 'string', requiresArg: true, describe: 'The node it is for; without: one new node' },
  },
  async run(context, { name, node }) {
    const { output } = context;
    const client = await context.client();
    const created = await client.tokens.create(node === undefined ? { name } : { name, nodeId: node });
    await output.result(created, () => `${created.token}\n`);
    await output.aside(`Keep it now: it is not shown again. Start the agent with HYPRBOX_NODE_TOKEN set to it.`);
    return exitCodes.ok;
  },
});
