import { collectPages } from '@hyprbox/api-client';
import type { PresetSummary } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { itemCount } from '../../arguments/values.js';
import { exitCodes } from '../../exit-codes.js';
import { renderTable } from '../../output/table.js';

export const presetListCommand = defineCommand({
  command: 'list',
  describe: 'The presets there are',
  examples: [['preset list', 'Names and what they do']],
  positionals: {},
  flags: {
    limit: { type: 'string', coerce: itemCount, requiresArg: true, describe: 'At most this many (all)' },
    cursor: { type: 'string', requiresArg: true, describe: 'Go on after an earlier page (nextCursor)' },
  },
  async run(context, { limit, cursor }) {
    const { output } = context;
    const client = await context.client();
    const presets = await collectPages((page) => client.presets.list(page), limit ?? Infinity, cursor);
    await output.result(presets, () =>
      presets.items.length === 0
        ? 'There are no presets.\n'
        : renderTable<PresetSummary>(
            [
              { header: 'PRESET', value: (preset) => preset.name },
              { header: 'CATEGORY', value: (preset) => preset.category },
              { header: 'VERSION', value: (preset) => String(preset.version), align: 'right' },
              { header: 'TITLE', value: (preset) => preset.title, shrinks: true },
            ],
            presets.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});
