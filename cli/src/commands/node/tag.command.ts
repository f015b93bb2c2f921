import { defineCommand } from '../../arguments/define-command.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { plural } from '../../output/figures.js';
import { selectorFlags, selectorOfKnown } from '../selector-flags.js';

const list = { type: 'array', string: true, requiresArg: true } as const;

export const nodeTagCommand = defineCommand({
  command: 'tag [nodes..]',
  describe: 'Give tags to many hosts at once, or take them away',
  examples: [
    ['node tag web-1 web-2 --add prod --remove lab', 'Of these two'],
    ['node tag --platform debian --tag-none debian --add debian', 'Of all that a selector means'],
  ],
  positionals: { nodes: { type: 'string', array: true, describe: 'Ids of hosts' } },
  flags: {
    add: { ...list, describe: 'A tag that they get; repeatable' },
    remove: { ...list, describe: 'A tag that they lose; repeatable' },
    ...selectorFlags,
  },
  async run(context, { nodes, add = [], remove = [], ...flags }) {
    const { output } = context;
    if (add.length + remove.length === 0) throw new UsageError('Which tags? Give --add, --remove, or both');
    const selector = await selectorOfKnown(context, nodes, flags);
    const client = await context.client();
    const { changed, unchanged } = await client.nodes.changeTags({
      selector,
      ...(add.length > 0 && { add }),
      ...(remove.length > 0 && { remove }),
    });
    await output.result({ changed, unchanged }, () => '');
    await output.aside(`Changed ${plural(changed, 'host')}; ${unchanged} had it like that already.`);
    return exitCodes.ok;
  },
});
