import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { plural } from '../../output/figures.js';
import { selectorFlags, selectorFor } from '../selector-flags.js';

export const selectSaveCommand = defineCommand({
  command: 'save <name> [nodes..]',
  describe: 'Give a selector a name, or another meaning to a name',
  examples: [
    ['select save "debian web" --tag web --platform debian', 'Then --selector "debian web" means them'],
    ['select save lab lab-1 lab-2', 'These two hosts'],
  ],
  positionals: {
    name: { type: 'string', demandOption: true, describe: 'What to call it' },
    nodes: { type: 'string', array: true, describe: 'Ids of hosts' },
  },
  flags: selectorFlags,
  async run(context, { name, nodes, ...flags }) {
    const { output } = context;
    const selector = await selectorFor(context, nodes, flags);
    const client = await context.client();
    const saved = await client.selectors.save(name, selector);
    const { count } = await client.nodes.select(selector);
    await output.result(saved, () => '');
    await output.aside(`Saved ${saved.name}. It means ${plural(count, 'host')} at the moment.`);
    return exitCodes.ok;
  },
});
