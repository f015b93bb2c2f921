import { defineCommand } from '../../arguments/define-command.js';
import { isConfirmed } from '../../confirm.js';
import { exitCodes } from '../../exit-codes.js';
import { relativeTime } from '../../output/figures.js';
import { neutralize } from '../../output/neutralize.js';
import { namePositional } from './preset-name.js';

export const presetDiscardCommand = defineCommand({
  command: 'discard <name>',
  describe: 'Throw the draft of a preset away; its versions stay',
  examples: [
    ['preset discard motd', 'Asks first'],
    ['preset export motd@draft -o motd.sh && hyprbox preset discard motd --yes', 'Keep it here'],
  ],
  positionals: { name: namePositional },
  flags: { yes: { type: 'boolean', alias: 'y', default: false, describe: 'Do not ask' } },
  async run(context, { name, yes }) {
    const { output, io } = context;
    const client = await context.client();
    const { authorName, updatedAt } = await client.presets.draft.get(name);
    const whose = `saved ${relativeTime(updatedAt, io.now())} by ${authorName ?? 'nobody any more'}`;
    if (!yes && !(await isConfirmed(context, `Discard the draft of ${neutralize(name)}, ${neutralize(whose)}?`))) {
      await output.note('Nothing was discarded.');
      return exitCodes.failure;
    }
    await client.presets.draft.discard(name);
    await output.result({ name, discarded: true }, () => '');
    await output.aside(`Discarded the draft of ${name}.`);
    return exitCodes.ok;
  },
});
