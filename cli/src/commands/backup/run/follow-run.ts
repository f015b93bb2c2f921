import type { Client } from '@hyprbox/api-client';
import { isTerminal } from '@hyprbox/contracts';
import type { BackupRun, BackupRunDetails } from '@hyprbox/contracts';
import type { Context } from '../../../context.js';
import { InterruptedError } from '../../../errors.js';
import { bytes, duration } from '../../../output/figures.js';
import { kindText } from './kind-text.js';
import { describeRun, exitCodeOfRun } from './run-outcome.js';
import { reportLines } from './run-report.js';
import { LogPrinter, PlainRunPrinter, RecordRunPrinter } from './run-printer.js';
import type { RunPrinter } from './run-printer.js';
import { TerminalRunPrinter } from './terminal-run-printer.js';

/** Shows a run's log and progress until its end, tells the end, and gives the exit code that stands for it. */
export async function followRun(context: Context, client: Client, run: BackupRun): Promise<number> {
  const { output } = context;
  const name = `${nameOf(run)} on ${run.nodeId}`;
  const printer = printerFor(context, run);
  try {
    const onReconnect = ({ why, pauseMs }: { why: Error; pauseMs: number }): void => {
      // A hint while waiting; whoever stopped reading it is noticed by the next write of data.
      void printer.aside(`${why.message}; trying again in ${duration(pauseMs)}.`).catch(() => undefined);
    };
    for await (const event of client.backups.runs.follow(run.id, { onReconnect })) {
      switch (event.type) {
        case 'log':
          if (event.droppedBytes > 0 && !output.isJson) {
            await output.note(`[${bytes(event.droppedBytes)} of the log are not kept any more]`);
          }
          await printer.log(event);
          break;
        case 'progress':
          await printer.progress(event);
          break;
        case 'status':
          if (output.isJson)
            await output.record({ event: 'status', runId: run.id, status: event.status, reason: event.reason });
          else if (event.status === 'QUEUED') await printer.aside(`${name} is queued.`);
          break;
        case 'done':
          break;
      }
    }
  } catch (error) {
    await printer.end();
    if (error instanceof InterruptedError) await tellHowToGoOn(context, run, name);
    throw error;
  }
  await printer.end();
  const ended = await client.backups.runs.get(run.id);
  await tellEnd(context, ended, name);
  return exitCodeOfRun(ended);
}

/** `The drill of etc`, `The restore (dry run) of etc` */
function nameOf(run: BackupRun): string {
  return `The ${kindText(run).toLowerCase()} of ${run.policyName}`;
}

function printerFor(context: Context, run: BackupRun): RunPrinter {
  if (context.output.isJson) return new RecordRunPrinter(context, run.id);
  if (isTerminal(run.status)) return new LogPrinter(context);
  return context.io.stderr.isTTY === true ? new TerminalRunPrinter(context) : new PlainRunPrinter(context);
}

async function tellEnd({ output }: Context, run: BackupRunDetails, name: string): Promise<void> {
  if (output.isJson) {
    // The log was given already, as it came.
    await output.record({ event: 'done', runId: run.id, run: { ...run, log: undefined } });
    return;
  }
  const end = `${name} ${describeRun(run)}`;
  await output.note([end.endsWith('.') ? end : `${end}.`, ...reportLines(run)].join('\n'));
}

async function tellHowToGoOn({ output }: Context, run: BackupRun, name: string): Promise<void> {
  if (output.isJson) return;
  await output.note(
    `\nStopped following; ${name} goes on.\n` +
      `  Watch it again:  hyprbox backup run logs ${run.id} --follow\n` +
      `  End it:          hyprbox backup run cancel ${run.id}`,
  );
}
