import { execFile } from 'node:child_process';
import { readdir, readlink } from 'node:fs/promises';
import { Delivery } from './delivery.js';
import type { DeliveryChannel } from './delivery.js';
import type { Attempt, Ending, JournalRecord } from './journal.js';
import { Journal } from './journal.js';
import { ProcessGroup } from './process-group.js';
import type { ProcessIdentity } from './process-table.js';
import { processIds, readBootId, readProcess } from './process-table.js';
import type { Program, Programs } from './program.js';
import { leftoverGraceMs } from './program-run.js';
import { Spool } from './spool.js';

/** What is reported of an attempt that an earlier run of the agent left: its recorded end, else INTERRUPTED. */
export function endingOf(record: JournalRecord): Ending {
  return (
    record.ending ?? {
      exitCode: null,
      signal: null,
      reason: 'INTERRUPTED',
      message: 'The agent was ended while it carried this execution.',
    }
  );
}

/** An attempt that an earlier run of the agent left: it is wound up, never started again. */
export class LeftExecution implements Attempt {
  readonly id: string;
  readonly attempt: number;

  constructor(
    attempt: Attempt,
    private readonly directory: string,
    private readonly channel: DeliveryChannel,
    private readonly programs: Programs,
  ) {
    this.id = attempt.id;
    this.attempt = attempt.attempt;
  }

  async carry(signal: AbortSignal): Promise<void> {
    const journal = new Journal(this.directory);
    const record = await journal.read();
    if (record.ending === null) {
      await this.endProcesses(record, journal.scriptPath);
      await this.tidyUp(this.programs[record.kind]);
    }
    const spool = await Spool.open(this.directory);
    spool.end();
    const delivery = new Delivery(this, spool, this.channel, () => undefined);
    let outcome = await delivery.sendOutput(signal);
    if (outcome === 'delivered') outcome = await delivery.complete(endingOf(record), signal);
    await spool.close();
    if (outcome === 'aborted') return;
    await journal.remove();
    this.channel.log.info(`execution ${this.id} attempt ${this.attempt}, left by an earlier run, is wound up`);
  }

  private async tidyUp({ command, tidyArguments }: Program): Promise<void> {
    if (tidyArguments === null) return;
    const fault = await new Promise<Error | null>((resolve) => execFile(command, tidyArguments, resolve));
    if (fault !== null) this.channel.log.warn(`tidying up after execution ${this.id} failed: ${fault.message}`);
  }

  private async endProcesses({ kind, process }: JournalRecord, scriptPath: string): Promise<void> {
    const leader = process ?? (await findByScript(scriptPath));
    if (leader === null) return;
    const group = new ProcessGroup(leader);
    if (await group.end(leftoverGraceMs, this.programs[kind].endSignal)) await group.reaped();
  }
}

/**
 * The agent may have been ended between a program's start and its record: what began the session has the script open. Not as
 * its standard input, while bash is in the script's body, which reads from /dev/null.
 */
async function findByScript(scriptPath: string): Promise<ProcessIdentity | null> {
  for (const pid of processIds()) {
    const process = readProcess(pid);
    if (process?.session === pid && (await hasOpen(pid, scriptPath))) {
      return { pid, startTime: process.startTime, bootId: readBootId() };
    }
  }
  return null;
}

/** False, too, for processes that are ending or of others. */
async function hasOpen(pid: number, path: string): Promise<boolean> {
  const directory = `/proc/${pid}/fd`;
  const descriptors = await readdir(directory).catch(() => []);
  const targets = await Promise.all(descriptors.map((each) => readlink(`${directory}/${each}`).catch(() => '')));
  return targets.includes(path);
}
