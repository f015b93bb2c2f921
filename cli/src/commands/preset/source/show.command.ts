import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { findSource, sourcePositional } from './find-source.js';
import { sourceText } from './source-text.js';

export const presetSourceShowCommand = defineCommand({
  command: 'show <source>',
  describe: 'One source: its commit, and which files are not used',
  examples: [
    ['preset source show team', 'How it stands'],
    [
      "preset source show team --json | jq -r '.faults[] | [.file, .line, .message] | @tsv'",
      'What is wrong with its files',
    ],
  ],
  positionals: { source: sourcePositional },
  flags: {},
  async run(context, { source: nameOrId }) {
    const { output, io } = context;
    const source = await findSource(await context.client(), nameOrId);
    await output.result(source, () => sourceText(source, io.now(), output));
    return exitCodes.ok;
  },
});
