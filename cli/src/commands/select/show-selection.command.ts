import type { Selection } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import type { Command } from '../../arguments/define-command.js';
import type { Example } from '../../arguments/examples.js';
import { exitCodes } from '../../exit-codes.js';
import { plural } from '../../output/figures.js';
import { nodeStatusStyles } from '../../output/palette.js';
import { renderTable } from '../../output/table.js';
import { selectorFlags, selectorFor } from '../selector-flags.js';

export const nodeSelectCommand = showingSelection({ command: 'select [nodes..]' }, [
  ['node select --tag web --tag-none canary', 'Those with the one tag and without the other'],
  ['node select --all --json | jq -r .digest', 'To see whether they are the same as before'],
]);

export const selectShowCommand = showingSelection({ command: 'show [nodes..]', isDefault: true }, [
  ['select show --tag web --tag-none canary', 'Those with the one tag and without the other'],
  ['select --tag web --platform debian --save "debian web"', 'Keep it under a name, if it is what you meant'],
  ['select --selector "debian web"', 'What it means by now'],
]);

/** One command under two nouns: the hosts that a selector means. */
function showingSelection(place: { command: string; isDefault?: boolean }, examples: readonly Example[]): Command {
  return defineCommand({
    ...place,
    describe: 'Which hosts a selector means at the moment',
    examples,
    positionals: { nodes: { type: 'string', array: true, describe: 'Ids of hosts' } },
    flags: {
      ...selectorFlags,
      save: { type: 'string', requiresArg: true, describe: 'Save it under this name, for --selector' },
    },
    async run(context, { nodes, save, ...flags }) {
      const { output } = context;
      const selector = await selectorFor(context, nodes, flags);
      const client = await context.client();
      const selection = await client.nodes.select(selector);
      if (save !== undefined) await client.selectors.save(save, selector);
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
      if (save !== undefined) await output.aside(`Saved as ${save}: --selector names it.`);
      return exitCodes.ok;
    },
  });
}
