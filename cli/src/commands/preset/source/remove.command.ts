import { defineCommand } from '../../../arguments/define-command.js';
import { isConfirmed } from '../../../confirm.js';
import { exitCodes } from '../../../exit-codes.js';
import { plural } from '../../../output/figures.js';
import { neutralize } from '../../../output/neutralize.js';
import { findSource, sourcePositional } from './find-source.js';

export const presetSourceRemoveCommand = defineCommand({
  command: 'remove <source>',
  describe: 'Take presets from a repository no more, and retire them (administrators)',
  examples: [
    ['preset source remove team', 'Asks first'],
    ['preset source remove team --yes', 'Where nobody can answer'],
  ],
  positionals: { source: sourcePositional },
  flags: { yes: { type: 'boolean', alias: 'y', default: false, describe: 'Do not ask' } },
  async run(context, { source: nameOrId, yes }) {
    const { output } = context;
    const client = await context.client();
    const { id, name, presets } = await findSource(client, nameOrId);
    const retiring = presets === 0 ? '' : `, and retire the ${plural(presets, 'preset')} that it brought`;
    const question = `Remove ${neutralize(name)}${retiring}?`;
    if (!yes && !(await isConfirmed(context, question))) {
      await output.note('Nothing was removed.');
      return exitCodes.failure;
    }
    await client.presetSources.delete(id);
    await output.result({ id, name, removed: true }, () => '');
    await output.aside(`Removed ${name}.`);
    return exitCodes.ok;
  },
});
