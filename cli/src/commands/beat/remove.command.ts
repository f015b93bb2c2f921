import { collectPages } from '@hyprbox/api-client';
import { defineCommand } from '../../arguments/define-command.js';
import { eachOf } from '../each-of.js';
import { findNamed } from '../find-named.js';

export const beatRemoveCommand = defineCommand({
  command: 'remove <beats..>',
  describe: 'Expect them no more; their rules and addresses go (administrators)',
  examples: [['beat remove "nightly dump"', 'By its name']],
  positionals: {
    beats: { type: 'string', array: true, demandOption: true, describe: 'Names or ids of beats' },
  },
  flags: {},
  async run(context, { beats }) {
    const client = await context.client();
    const { items } = await collectPages((page) => client.beats.list(page), Infinity);
    return eachOf(context, beats, async (nameOrId) => {
      const { id, name } = findNamed(items, nameOrId, { noun: 'beat', plural: 'beats', listCommand: 'beat list' });
      await client.beats.delete(id);
      await context.output.result({ id, name, removed: true }, () => '');
      await context.output.aside(`Removed ${name}.`);
    });
  },
});
