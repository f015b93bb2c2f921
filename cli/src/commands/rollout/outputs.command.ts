import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { defineCommand } from '../../arguments/define-command.js';
import type { Context } from '../../context.js';
import { LocalFailure, UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { writeBytes } from '../../output/write-bytes.js';
import { StreamSink } from '../../follow/output-printer.js';
import { findRolloutId, rolloutPositional } from './find-rollout.js';
import { printOutputs } from './outputs-text.js';

export const rolloutOutputsCommand = defineCommand({
  command: 'outputs <rollout>',
  describe: 'What the hosts printed, each output once',
  examples: [
    ['rollout outputs 0198c0de', 'Which hosts printed the same, and what'],
    ["rollout outputs 0198c0de --ndjson | jq -r 'select(.exitCode != 0).nodeId'", 'Every host, all that is kept'],
    ['rollout outputs 0198c0de --archive outputs.tar.gz', 'As files, one directory a host'],
  ],
  positionals: { rollout: rolloutPositional },
  flags: {
    ndjson: { type: 'boolean', default: false, describe: 'Every host, a line of JSON each' },
    archive: { type: 'string', requiresArg: true, describe: 'Every host as files, in this .tar.gz (-: stdout)' },
  },
  async run(context, { rollout: typed, ndjson, archive }) {
    if (ndjson && archive !== undefined) throw new UsageError('Give either --ndjson or --archive');
    const { output, io } = context;
    if (archive === '-' && io.stdout.isTTY === true) throw new UsageError('An archive is nothing for a terminal');
    const client = await context.client();
    const id = await findRolloutId(client, typed);
    if (archive !== undefined) await save(context, client.rollouts.archive(id), archive);
    else if (ndjson) await print(context, client.rollouts.ndjson(id));
    else {
      const outputs = await client.rollouts.outputs(id);
      if (output.isJson) await output.result(outputs, () => '');
      else await printOutputs(context, outputs);
    }
    return exitCodes.ok;
  },
});

/** In JSON every control is an escape already; a terminal's filter is for what JSON leaves as it is. */
async function print({ io }: Context, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const sink = new StreamSink(io.stdout);
  for await (const chunk of chunks) await sink.write(chunk);
  await sink.end();
}

async function save({ io, output }: Context, chunks: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  if (path === '-') {
    for await (const chunk of chunks) await writeBytes(io.stdout, chunk);
    return;
  }
  try {
    await pipeline(chunks, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'path' in error)
      throw new LocalFailure(`Cannot write: ${error.message}`);
    throw error;
  }
  await output.aside(`Wrote ${path}.`);
}
