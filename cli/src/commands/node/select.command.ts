import type { Selection } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { plural } from '../../output/figures.js';
import { nodeStatusStyles } from '../../output/palette.js';
import { renderTable } from '../../output/table.js';
import { selectorFlags, selectorOf } from '../selector-flags.js';

export const nodeSelectCommand = defineCommand({
  command: 'select [nodes..]',
  describe: 'Which hosts a selector means at the moment',
  examples: [
    ['node select --tag web --tag-none canary', 'Those with the one tag and without the other'],
    ['node select --all --json | jq -r .digest', 'To see whether they are the same as before'],
  ],
  positionals: { nodes: { type: 'string', array: true, describe: 'Ids of hosts' } },
  flags: selectorFlags,
  async run(context, { nodes, ...flags }) {
    const { output } = context;
    const selection = await (await context.client()).nodes.select(selectorOf(nodes, flags));
    await output.result(selection, () =>
      selection.count === 0
        ? 'No host is selected.\n'
        : renderTable<Selection['items'][number]>(
            [
              { header: 'NODE', value: ({ nodeId }) => nodeId, shrinks: true },
              { header: 'HOST', value: ({ hostname }) => hostname, shrinks: true },
              { header: 'STATUS', value: ({ status }) => status, style: ({ status }) => nodeStatusStyles[status] },
            ],
            selection.items,
            output.width,
            output.paint,
          ),
    );
    const more = selection.count - selection.items.length;
    if (more > 0) await output.aside(`And ${plural(more, 'further host')}.`);
    return exitCodes.ok;
  },
});
