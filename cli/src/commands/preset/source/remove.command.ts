import { defineCommand } from '../../../arguments/define-command.js';
import { isConfirmed } from '../../../confirm.js';
import { exitCodes } from '../../../exit-codes.js';
import { plural } from '../../../output/figures.js';
import { neutralize } from '../../../output/neutralize.js';
import { unpainted } from '../../../output/palette.js';
import { usesTable } from '../uses-text.js';
import { findSource, sourcePositional } from './find-source.js';

export const presetSourceRemoveCommand = defineCommand({
  command: 'remove <source>',
  describe: 'Take presets from a repository no more, and retire them (administrators)',
  examples: [
    ['preset source remove team', 'Shows what uses its presets, and asks first'],
    ['preset source remove team --yes', 'Where nobody can answer'],
  ],
  positionals: { source: sourcePositional },
  flags: { yes: { type: 'boolean', alias: 'y', default: false, describe: 'Do not ask' } },
  async run(context, { source: nameOrId, yes }) {
    const { output } = context;
    const client = await context.client();
    const { id, name, presets } = await findSource(client, nameOrId);
    if (!yes) {
      const { items, truncated } = await client.presetSources.uses(id);
      if (items.length > 0) await output.note(usesTable(items, { width: output.width, paint: unpainted }).trimEnd());
      const broken = `${truncated ? 'more than ' : ''}${plural(items.length, 'use')}`;
      const retiring = presets === 0 ? '' : `, and retire the ${plural(presets, 'preset')} that it brought`;
      const question = `Remove ${neutralize(name)}${retiring}?`;
      if (!(await isConfirmed(context, items.length === 0 ? question : `${question} It breaks ${broken}.`))) {
        await output.note('Nothing was removed.');
        return exitCodes.failure;
      }
    }
    await client.presetSources.delete(id);
    await output.result({ id, name, removed: true }, () => '');
    await output.aside(`Removed ${name}.`);
    return exitCodes.ok;
  },
});
