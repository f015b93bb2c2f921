import type { AlertChannelFields } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { UsageError } from '../../../errors.js';
import { eachOf } from '../../each-of.js';
import { readYamlFile } from '../../yaml-file.js';
import { allChannels } from './find-channel.js';

/** What a channel of a file has if the file does not say. A secret that is left out stays as it is. */
const defaults = { config: {}, secrets: {}, sendResolved: true, enabled: true };

/** A channel as it stands in a file; its fields and values are left to the server, which names each fault. */
type FileChannel = Readonly<Record<string, unknown>> & { name: string };

export const channelApplyCommand = defineCommand({
  command: 'apply',
  describe: 'Add and change channels as a file says (administrators)',
  examples: [
    ['alert channel apply -f channels.yaml', 'A list "channels", each with name, type, config and secrets'],
    ['alert channel apply -f - < channels.yaml', 'From stdin, as of a store of secrets'],
  ],
  positionals: {},
  flags: {
    file: {
      type: 'string',
      alias: 'f',
      demandOption: true,
      requiresArg: true,
      describe: 'YAML or JSON; -: stdin',
    },
  },
  async run(context, { file }) {
    const { output, io } = context;
    const wanted = channelsOf(await readYamlFile(io, file, 'a file of channels'));
    const client = await context.client();
    const existing = new Map((await allChannels(client)).map((channel) => [channel.name, channel]));
    return eachOf(context, [...wanted.keys()], async (name) => {
      // The server reads what it is, and names each fault.
      const fields = wanted.get(name) as unknown as AlertChannelFields;
      const before = existing.get(name);
      const after =
        before === undefined
          ? await client.alerts.channels.create(fields)
          : await client.alerts.channels.replace(before.id, fields);
      await output.result(after, () => '');
      await output.aside(`${before === undefined ? 'Added' : 'Changed'} ${name}.`);
    });
  },
});

/** By their names, each of which is there once. */
function channelsOf({ channels, ...others }: Record<string, unknown>): Map<string, FileChannel> {
  const [other] = Object.keys(others);
  if (!Array.isArray(channels) || other !== undefined) {
    const wrong = other === undefined ? 'has no list' : `has "${other}" beside the list`;
    throw new UsageError(`--file: it ${wrong} "channels"`);
  }
  const read = new Map<string, FileChannel>();
  for (const [index, channel] of channels.entries()) {
    const fields: Record<string, unknown> = typeof channel === 'object' && channel !== null ? { ...channel } : {};
    const { name } = fields;
    if (typeof name !== 'string' || name === '') throw new UsageError(`--file: channel ${index + 1} has no name`);
    if (read.has(name)) throw new UsageError(`--file: "${name}" is there twice; channels are told by their names`);
    read.set(name, { ...defaults, ...fields, name });
  }
  return read;
}
