import { collectPages } from '@hyprbox/api-client';
import type { PresetSource } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { relativeTime } from '../../../output/figures.js';
import { renderTable } from '../../../output/table.js';
import { listFlags } from '../../list-flags.js';
import { sourceStyles } from './source-text.js';

const commitShown = 12;

export const presetSourceListCommand = defineCommand({
  command: 'list',
  describe: 'The repositories and the directory that bring presets',
  examples: [
    ['preset source list', 'How each stands'],
    ['preset source list --json | jq -r \'.items[] | select(.state!="OK").name\'', 'Those that need a look'],
  ],
  positionals: {},
  flags: listFlags,
  async run(context, { limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const sources = await collectPages((page) => client.presetSources.list(page), limit ?? Infinity, cursor);
    await output.result(sources, () =>
      sources.items.length === 0
        ? 'No source yet. Add one with `hyprbox preset source add`.\n'
        : renderTable<PresetSource>(
            [
              { header: 'SOURCE', value: ({ name }) => name, shrinks: true },
              {
                header: 'STATE',
                value: ({ enabled, state }) => (enabled ? state : 'paused'),
                style: ({ enabled, state }) => (enabled ? sourceStyles[state] : 'dim'),
              },
              { header: 'PRESETS', value: ({ presets }) => String(presets), align: 'right' },
              { header: 'FAULTS', value: ({ faultCount }) => String(faultCount), align: 'right' },
              { header: 'COMMIT', value: ({ commit }) => commit?.slice(0, commitShown) ?? '–' },
              { header: 'CHECKED', value: ({ checkedAt }) => relativeTime(checkedAt, io.now()) },
            ],
            sources.items,
            output.width,
            output.paint,
          ),
    );
    for (const { name, problem } of sources.items) if (problem !== null) await output.aside(`${name}: ${problem}`);
    return exitCodes.ok;
  },
});
