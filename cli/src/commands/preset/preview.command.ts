import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { variableFlags, variablesFor } from '../variables.js';

export const presetPreviewCommand = defineCommand({
  command: 'preview <name>',
  describe: 'The script that would run; runs nothing',
  examples: [
    ['preset preview nginx-site --set domain=example.com', 'Read it first'],
    ['preset preview nginx-site --set domain=example.com | shellcheck -', 'Its exact bytes'],
  ],
  positionals: { name: { type: 'string', demandOption: true, describe: 'Name of the preset' } },
  flags: variableFlags,
  async run(context, { name, set, setFile }) {
    const client = await context.client();
    const preset = await client.presets.get(name);
    const rendered = await client.presets.render(name, await variablesFor(preset, set, setFile));
    if (context.output.isJson) await context.output.result(rendered, () => '');
    else await context.output.document(rendered.script);
    return exitCodes.ok;
  },
});
