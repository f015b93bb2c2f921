import { defineCommand } from '../../arguments/define-command.js';
import { isConfirmed } from '../../confirm.js';
import { exitCodes } from '../../exit-codes.js';
import { plural } from '../../output/figures.js';
import { neutralize } from '../../output/neutralize.js';
import { unpainted } from '../../output/palette.js';
import { namePositional } from './preset-name.js';
import { usesTable } from './uses-text.js';

export const presetRetireCommand = defineCommand({
  command: 'retire <name>',
  describe: 'Let nothing new run a preset; its versions stay (administrators)',
  examples: [
    ['preset retire motd --reason "See our-motd"', 'Shows what uses it, and asks first'],
    ['preset retire motd --yes', 'Where nobody can answer'],
  ],
  positionals: { name: namePositional },
  flags: {
    reason: { type: 'string', requiresArg: true, describe: 'Why: shown with the preset, and kept in the audit trail' },
    yes: { type: 'boolean', alias: 'y', default: false, describe: 'Do not ask' },
  },
  async run(context, { name, reason, yes }) {
    const { output } = context;
    const client = await context.client();
    if (!yes) {
      const { items, truncated } = await client.presets.uses(name);
      if (items.length > 0) await output.note(usesTable(items, { width: output.width, paint: unpainted }).trimEnd());
      const broken =
        items.length === 0
          ? 'Nothing uses it'
          : `It breaks ${truncated ? 'more than ' : ''}${plural(items.length, 'use')}`;
      if (!(await isConfirmed(context, `Retire ${neutralize(name)}? ${broken}.`))) {
        await output.note('Nothing was retired.');
        return exitCodes.failure;
      }
    }
    const preset = await client.presets.retire(name, reason === undefined ? {} : { reason });
    await output.result(preset, () => '');
    await output.aside(`Retired ${name}. To bring it back, publish a draft of it: hyprbox preset edit ${name}`);
    return exitCodes.ok;
  },
});
