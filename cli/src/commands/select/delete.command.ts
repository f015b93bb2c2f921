import { defineCommand } from '../../arguments/define-command.js';
import { eachOf } from '../each-of.js';

export const selectDeleteCommand = defineCommand({
  command: 'delete <names..>',
  describe: 'Forget saved selectors; the hosts stay as they are',
  examples: [['select delete "debian web"', 'What was started with it is not changed']],
  positionals: {
    names: { type: 'string', array: true, demandOption: true, describe: 'Names (`hyprbox select list`)' },
  },
  flags: {},
  async run(context, { names }) {
    const client = await context.client();
    return eachOf(context, names, async (name) => {
      await client.selectors.delete(name);
      await context.output.result({ name, deleted: true }, () => '');
      await context.output.aside(`Deleted ${name}.`);
    });
  },
});
