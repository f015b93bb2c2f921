import { collectPages } from '@hyprbox/api-client';
import { presetOrigins, presetStates } from '@hyprbox/contracts';
import type { PresetSummary } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import type { Style } from '../../output/palette.js';
import { renderTable } from '../../output/table.js';
import { listFlags } from '../list-flags.js';

const stateChoices = [...presetStates, 'ANY'] as const;

export const presetListCommand = defineCommand({
  command: 'list',
  describe: 'The presets there are',
  examples: [
    ['preset list', 'Names and what they do'],
    ['preset list --origin CONSOLE --state ANY', 'All that were written here, also drafts and retired ones'],
  ],
  positionals: {},
  flags: {
    state: {
      choices: stateChoices,
      requiresArg: true,
      describe: 'Those in this state (PUBLISHED: what can be run)',
    },
    origin: { choices: presetOrigins, requiresArg: true, describe: 'Those that come from there' },
    ...listFlags,
  },
  async run(context, { state: typedState, origin: typedOrigin, limit, cursor }) {
    const { output } = context;
    // yargs took them from these lists.
    const state = stateChoices.find((each) => each === typedState);
    const origin = presetOrigins.find((each) => each === typedOrigin);
    const client = await context.client();
    const fetchPage = (page: object) => client.presets.list({ ...page, state, origin });
    const presets = await collectPages(fetchPage, limit ?? Infinity, cursor);
    await output.result(presets, () =>
      presets.items.length === 0
        ? 'There are no presets.\n'
        : renderTable<PresetSummary>(
            [
              { header: 'PRESET', value: (preset) => preset.name, style: styleOf },
              { header: 'CATEGORY', value: (preset) => preset.category || '–', shrinks: true },
              { header: 'VERSION', value: versionText },
              { header: 'ORIGIN', value: (preset) => preset.sourceName ?? preset.origin ?? '–', shrinks: true },
              { header: 'TITLE', value: (preset) => preset.title || '–', shrinks: true },
            ],
            presets.items,
            output.width,
            output.paint,
          ),
    );
    for (const { name, problem } of presets.items.filter((preset) => preset.problem)) {
      await output.aside(`${name}: ${problem}`);
    }
    return exitCodes.ok;
  },
});

/** `3`, `3, draft`, `draft`, `3, retired` */
function versionText({ version, state, hasDraft }: PresetSummary): string {
  const parts = [
    version === 0 ? null : String(version),
    state === 'RETIRED' ? 'retired' : null,
    hasDraft === true ? 'draft' : null,
  ];
  return parts.filter((part) => part !== null).join(', ') || '–';
}

function styleOf({ state, problem }: PresetSummary): Style | undefined {
  if (problem) return 'yellow';
  return state === 'RETIRED' ? 'dim' : undefined;
}
