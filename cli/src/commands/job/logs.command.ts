import type { Client } from '@hyprbox/api-client';
import { outputStreams } from '@hyprbox/contracts';
import type { Job, OutputStream } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodeFlag } from '../../arguments/exit-code-flag.js';
import type { Context } from '../../context.js';
import { exitCodes, followExitCodesHelp } from '../../exit-codes.js';
import { followJob } from '../../follow/follow-job.js';
import { StreamSink } from '../../follow/output-printer.js';
import { encodeBytes } from '../../follow/record-printer.js';
import { bytes } from '../../output/figures.js';
import { findJobId, jobPositional } from './find-job.js';

export const jobLogsCommand = defineCommand({
  command: 'logs <id>',
  describe: 'What a job printed, byte by byte',
  examples: [
    ['job logs 0198c0de-0000-7000-8000-000000000001 > out.txt 2> err.txt', 'All that is kept'],
    ['job logs 0198c0de-0000-7000-8000-000000000001 --follow', 'From the start until it ends'],
    ['job logs 0198c0de-0000-7000-8000-000000000001 --stream stderr', 'One stream only'],
  ],
  epilogue: followExitCodesHelp,
  positionals: { id: jobPositional },
  flags: {
    follow: { type: 'boolean', alias: 'f', default: false, describe: 'Stay until the job ends; end as it did' },
    ...exitCodeFlag,
    stream: { choices: outputStreams, requiresArg: true, describe: 'Only this stream, on its own descriptor' },
  },
  async run(context, { id, follow, stream, exitCode }) {
    const client = await context.client();
    const job = await client.jobs.get(await findJobId(client, id));
    if (follow) return followJob(context, client, job, { only: stream, exitCode });
    const wanted = stream === undefined ? outputStreams : [stream];
    if (context.output.isJson) await printDocument(context, client, job, wanted);
    else await Promise.all(wanted.map((each) => printStream(context, client, job, each)));
    return exitCodes.ok;
  },
});

async function printStream(context: Context, client: Client, job: Job, stream: OutputStream): Promise<void> {
  const dropped = droppedBytes(job, stream);
  if (dropped > 0) await context.output.note(`[the oldest ${bytes(dropped)} of ${stream} are not kept any more]`);
  const sink = new StreamSink(context.io[stream]);
  try {
    for await (const chunk of client.jobs.output(job.id, stream)) await sink.write(chunk);
  } finally {
    await sink.end();
  }
}

/** The server keeps a few megabytes of each stream, which fit into one document. */
async function printDocument(
  context: Context,
  client: Client,
  job: Job,
  wanted: readonly OutputStream[],
): Promise<void> {
  const streams = await Promise.all(
    wanted.map(async (stream) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of client.jobs.output(job.id, stream)) chunks.push(chunk);
      return [stream, { offset: droppedBytes(job, stream), ...encodeBytes(Buffer.concat(chunks)) }] as const;
    }),
  );
  const { id, nodeId, status } = job;
  await context.output.result({ id, nodeId, status, ...Object.fromEntries(streams) }, () => '');
}

function droppedBytes(job: Job, stream: OutputStream): number {
  return stream === 'stdout' ? job.stdoutDroppedBytes : job.stderrDroppedBytes;
}
