import { defineCommand } from '../../../arguments/define-command.js';
import { UsageError } from '../../../errors.js';
import { findSource, sourcePositional } from './find-source.js';
import { endOfLook, lookAtSource, lookExitCodesHelp, lookText } from './look-at-source.js';

export const presetSourceSyncCommand = defineCommand({
  command: 'sync <source>',
  describe: 'Look at a source now, and take what it has (administrators)',
  examples: [
    ['preset source sync team', 'Says which presets changed, and how it stands'],
    [
      'preset source sync team --accept-commit 5d41402abc4b2a76b9719d911017c592ae2f1c0b',
      'Take a branch whose history was rewritten, as far as you have looked at it',
    ],
  ],
  epilogue: lookExitCodesHelp,
  positionals: { source: sourcePositional },
  flags: {
    'accept-commit': {
      type: 'string',
      requiresArg: true,
      describe: 'The whole id of the commit that a rewritten branch has',
    },
  },
  async run(context, { source: nameOrId, acceptCommit }) {
    const { output, io } = context;
    if (acceptCommit !== undefined && !/^[0-9a-f]{40,64}$/.test(acceptCommit)) {
      throw new UsageError('--accept-commit takes the whole id of a commit, as `preset source show` has it');
    }
    const client = await context.client();
    const before = await findSource(client, nameOrId);
    const source = await lookAtSource(context, client, before, acceptCommit === undefined ? {} : { acceptCommit });
    await output.result(source, () => lookText(before, source, io.now(), output));
    return endOfLook(context, source);
  },
});
