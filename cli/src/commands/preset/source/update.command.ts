import type { PresetSource, PresetSourceFields } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { UsageError } from '../../../errors.js';
import { exitCodes } from '../../../exit-codes.js';
import { findSource, sourcePositional } from './find-source.js';
import { endOfLook, lookAtSource, lookExitCodesHelp, lookText, noSyncFlag } from './look-at-source.js';
import { sourceChanges, sourceFlags } from './source-fields.js';

export const presetSourceUpdateCommand = defineCommand({
  command: 'update <source>',
  describe: 'Change what the flags say of a source; the rest stays (administrators)',
  examples: [
    ['preset source update team --branch release', 'Follow another branch'],
    ['preset source update team --paused', 'Do not look at it; what it brought stays'],
    ['preset source update team --paused=false', 'Look at it again'],
  ],
  epilogue: lookExitCodesHelp,
  positionals: { source: sourcePositional },
  flags: {
    name: { type: 'string', requiresArg: true, describe: 'A new name' },
    ...sourceFlags,
    paused: { type: 'boolean', describe: 'It is not looked at; =false: it is again' },
    'no-sync': noSyncFlag,
  },
  async run(context, { source: nameOrId, name, paused, noSync, ...args }) {
    const { output, io } = context;
    const changes = {
      ...(await sourceChanges(io, args)),
      ...(name !== undefined && { name }),
      ...(paused !== undefined && { enabled: !paused }),
    };
    if (Object.keys(changes).length === 0) throw new UsageError('What should change? Give at least one flag');
    const client = await context.client();
    const before = await findSource(client, nameOrId);
    const source = await client.presetSources.replace(before.id, { ...writtenFields(before), ...changes });
    await output.aside(`Changed ${source.name}.`);
    if (!source.enabled || noSync) {
      await output.result(source, () => '');
      return exitCodes.ok;
    }
    const seen = await lookAtSource(context, client, source);
    await output.result(seen, () => lookText(source, seen, io.now(), output));
    return endOfLook(context, seen);
  },
});

/** The fields that a source was made of, under the version that was read. */
function writtenFields(source: PresetSource): PresetSourceFields {
  const { name, url, branch, path, credentialsRef, knownHosts, enabled, version } = source;
  return { name, url, branch, path, credentialsRef, knownHosts, enabled, version };
}
