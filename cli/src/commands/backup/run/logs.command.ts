import { defineCommand } from '../../../arguments/define-command.js';
import type { Context } from '../../../context.js';
import { exitCodes } from '../../../exit-codes.js';
import { StreamSink } from '../../../follow/output-printer.js';
import { encodeBytes } from '../../../follow/record-printer.js';
import { findRunId, runPositional } from './find-run.js';
import { followRun } from './follow-run.js';
import { runExitCodesHelp } from './run-outcome.js';

export const runLogsCommand = defineCommand({
  command: 'logs <run>',
  describe: 'What was said while it ran',
  examples: [
    ['backup run logs 0198c0de-0000-7000-8000-000000000001 > log.txt', 'All that is kept'],
    ['backup run logs 0198c0de-0000-7000-8000-000000000001 --follow', 'From the start until it ends'],
  ],
  epilogue: runExitCodesHelp,
  positionals: { run: runPositional },
  flags: { follow: { type: 'boolean', alias: 'f', default: false, describe: 'Stay until it ends; end as it did' } },
  async run(context, { run: typed, follow }) {
    const client = await context.client();
    const id = await findRunId(client, typed);
    const run = await client.backups.runs.get(id);
    if (follow) return followRun(context, client, run);
    const log = client.backups.runs.log(id);
    if (context.output.isJson) {
      const { nodeId, status } = run;
      await context.output.result({ id, nodeId, status, log: encodeBytes(await collect(log)) }, () => '');
    } else await print(context, log);
    return exitCodes.ok;
  },
});

async function print(context: Context, log: AsyncIterable<Uint8Array>): Promise<void> {
  const sink = new StreamSink(context.io.stdout);
  try {
    for await (const chunk of log) await sink.write(chunk);
  } finally {
    await sink.end();
  }
}

/** The server keeps a few megabytes, which fit into one document. */
async function collect(log: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of log) chunks.push(chunk);
  return Buffer.concat(chunks);
}
