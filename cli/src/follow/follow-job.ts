import type { Client, JobStatusChange } from '@hyprbox/api-client';
import type { OutputStream } from '@hyprbox/contracts';
import type { Context } from '../context.js';
import { InterruptedError } from '../errors.js';
import type { ExitCodeStyle } from '../exit-codes.js';
import { bytes, duration } from '../output/figures.js';
import { describeOutcome, exitCodeOf, outcomeOf, isScriptsOwn } from './job-outcome.js';
import { DirectPrinter } from './output-printer.js';
import type { OutputPrinter } from './output-printer.js';
import { RecordPrinter } from './record-printer.js';

export interface FollowedJob {
  id: string;
  nodeId: string;
}

export interface FollowOptions {
  only?: OutputStream | undefined;
  exitCode: ExitCodeStyle;
}

/**
 * Shows what a job prints from its start until its end, then gives the exit code that stands for its outcome. What is
 * said beside the output is for a terminal only, so that stderr stays the script's; a gap, and an end that is not the
 * script's own, is always told.
 */
export async function followJob(
  context: Context,
  client: Client,
  job: FollowedJob,
  options: FollowOptions,
): Promise<number> {
  const { output } = context;
  const name = `Job ${job.id} on ${job.nodeId}`;
  const printer = printerFor(context, job, options);
  let last: JobStatusChange | null = null;
  try {
    const onReconnect = ({ why, pauseMs }: { why: Error; pauseMs: number }): void => {
      // A hint while waiting; whoever stopped reading it is noticed by the next write of data.
      void output.aside(`${why.message}; trying again in ${duration(pauseMs)}.`).catch(() => undefined);
    };
    for await (const event of client.jobs.follow(job.id, { onReconnect })) {
      switch (event.type) {
        case 'stdout':
        case 'stderr':
          if (event.droppedBytes > 0) await noteGap(context, name, event.type, event.droppedBytes);
          await printer.output(event);
          break;
        case 'status':
          last = event;
          if (output.isJson)
            await output.record({ event: 'status', jobId: job.id, nodeId: job.nodeId, ...statusOf(event) });
          else if (event.status === 'QUEUED') await output.aside(`${name} is queued.`);
          break;
        case 'done':
          break;
      }
    }
  } catch (error) {
    if (error instanceof InterruptedError) await tellHowToGoOn(context, job, name);
    throw error;
  } finally {
    await printer.end();
  }
  const outcome = await outcomeOf(client, job.id, last);
  const exitCode = exitCodeOf(outcome, options.exitCode);
  if (output.isJson) await output.record({ event: 'done', jobId: job.id, nodeId: job.nodeId, ...outcome });
  else if (isScriptsOwn(outcome)) await output.aside(`${name} ${describeOutcome(outcome)}.`);
  else await output.note(`${name} ${describeOutcome(outcome)}.`);
  return exitCode;
}

function printerFor(context: Context, job: FollowedJob, { only }: FollowOptions): OutputPrinter {
  if (context.output.isJson) return new RecordPrinter(context.output, { jobId: job.id, nodeId: job.nodeId }, only);
  return new DirectPrinter(context.io, only);
}

function statusOf({ status, reason, exitCode }: JobStatusChange): Omit<JobStatusChange, 'type'> {
  return { status, reason, exitCode };
}

async function noteGap({ output }: Context, name: string, stream: OutputStream, dropped: number): Promise<void> {
  // In JSON the offsets show it.
  if (!output.isJson) await output.note(`[${name}: ${bytes(dropped)} of ${stream} are not kept any more]`);
}

async function tellHowToGoOn({ output }: Context, job: FollowedJob, name: string): Promise<void> {
  if (output.isJson) return;
  await output.note(
    `\nStopped following; ${name} goes on.\n` +
      `  Watch it again:  hyprbox job logs ${job.id} --follow\n` +
      `  End it:          hyprbox job cancel ${job.id}`,
  );
}
