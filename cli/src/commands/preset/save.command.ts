import { defineCommand } from '../../arguments/define-command.js';
import { versionNumber } from '../../arguments/values.js';
import { exitCodes } from '../../exit-codes.js';
import { draftBase, stateOf } from './draft-base.js';
import { newPresetName } from './preset-name.js';
import { readSource } from './preset-source.js';
import { isStale, tellStale } from './stale-draft.js';

export const presetSaveCommand = defineCommand({
  command: 'save <name> <file>',
  describe: 'Save a file as the draft of a preset; nothing runs it yet',
  examples: [
    ['preset save motd motd.sh', 'A new one, or a change of the current version'],
    ['preset save motd motd.sh --based-on 3', 'Refused, with both diffs, where 3 is not current any more'],
    ['preset save motd motd.sh --revision 5', "Over somebody else's draft, which you have read"],
  ],
  positionals: {
    name: { type: 'string', demandOption: true, describe: 'Name of the preset, also of one that is to be' },
    file: { type: 'string', demandOption: true, describe: 'Its source; -: stdin' },
  },
  flags: {
    'based-on': {
      type: 'string',
      coerce: versionNumber('based-on'),
      requiresArg: true,
      describe: 'The version that it was begun from (that of your draft, or the current one)',
    },
    revision: {
      type: 'string',
      coerce: versionNumber('revision'),
      requiresArg: true,
      describe: 'The revision of the draft that it replaces',
    },
  },
  async run(context, { name: typed, file, basedOn, revision }) {
    const { output, io } = context;
    const name = newPresetName(typed);
    const source = await readSource(io, file);
    const client = await context.client();
    const base =
      basedOn !== undefined && revision !== undefined ? null : await draftBase(client, await stateOf(client, name));
    try {
      const draft = await client.presets.draft.save(name, {
        source,
        basedOn: basedOn ?? base?.basedOn ?? 0,
        revision: revision ?? base?.revision ?? 0,
      });
      await output.result(draft, () => '');
      await output.aside(
        `Saved the draft of ${name} (revision ${draft.revision}).\n` +
          `  Compare it:  hyprbox preset diff ${name}\n` +
          `  Publish it:  hyprbox preset publish ${name} -m "…"`,
      );
      return exitCodes.ok;
    } catch (error) {
      if (isStale(error)) await tellStale(context, error, name, file);
      throw error;
    }
  },
});
