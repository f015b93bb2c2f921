import { collectPages } from '@hyprbox/api-client';
import type { SavedSelector } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { relativeTime } from '../../output/figures.js';
import { renderTable } from '../../output/table.js';
import { listFlags } from '../list-flags.js';
import { selectorText } from '../selector-flags.js';

export const selectListCommand = defineCommand({
  command: 'list',
  describe: 'The selectors that were saved',
  examples: [['select list', 'Their names, and what each means']],
  positionals: {},
  flags: listFlags,
  async run(context, { limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const saved = await collectPages((page) => client.selectors.list(page), limit ?? Infinity, cursor);
    await output.result(saved, () =>
      saved.items.length === 0
        ? 'No selector is saved. Save one with `hyprbox select save`.\n'
        : renderTable<SavedSelector>(
            [
              { header: 'NAME', value: ({ name }) => name, shrinks: true },
              { header: 'MEANS', value: ({ selector }) => selectorText(selector), shrinks: true },
              { header: 'SAVED', value: ({ updatedAt }) => relativeTime(updatedAt, io.now()) },
              { header: 'BY', value: ({ updatedByName }) => updatedByName ?? '–', shrinks: true },
            ],
            saved.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});
