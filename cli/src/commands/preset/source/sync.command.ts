import { defineCommand } from '../../../arguments/define-command.js';
import { UsageError } from '../../../errors.js';
import { exitCodes } from '../../../exit-codes.js';
import { patiently } from '../../../output/patiently.js';
import { findSource, sourcePositional } from './find-source.js';
import { sourceText } from './source-text.js';

export const presetSourceSyncCommand = defineCommand({
  command: 'sync <source>',
  describe: 'Look at a source now, and take what it has (administrators)',
  examples: [
    ['preset source sync team', 'And say how it stands'],
    [
      'preset source sync team --accept-commit 5d41402abc4b2a76b9719d911017c592ae2f1c0b',
      'Take a branch whose history was rewritten, as far as you have looked at it',
    ],
  ],
  epilogue: [
    'Exit codes: 0 all of it is used; 1 files are faulty, it could not be read, or its',
    'history was rewritten; 2 wrong usage, 3 not signed in or not allowed, 4 not',
    'found, 5 server unreachable.',
  ].join('\n'),
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
    const { id, name } = await findSource(client, nameOrId);
    const request = acceptCommit === undefined ? {} : { acceptCommit };
    const source = await patiently(output, `Looking at ${name} …`, client.presetSources.sync(id, request));
    await output.result(source, () => sourceText(source, io.now(), output));
    if (source.divergedCommit !== null) {
      await output.aside(
        `\nTake what it has now:  hyprbox preset source sync ${id} --accept-commit ${source.divergedCommit}`,
      );
    }
    return source.state === 'OK' ? exitCodes.ok : exitCodes.failure;
  },
});
