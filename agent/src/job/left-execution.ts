import { execFile } from 'node:child_process';
import { readdir, readlink } from 'node:fs/promises';
import type { JobCgroups } from './cgroups.js';
import { Delivery } from './delivery.js';
import type { DeliveryChannel } from './delivery.js';
import type { ExecutionHistory } from './history.js';
import type { Attempt, Ending, JournalRecord } from './journal.js';
import { Journal } from './journal.js';
import { endKeepers } from './kept-program.js';
import { ProcessGroup } from './process-group.js';
import type { ProcessIdentity } from '../host/process-table.js';
import { identify, processIds, readBootId, readProcess } from '../host/process-table.js';
import type { Program, Programs } from './program.js';
import { leftoverGraceMs } from './program-run.js';
import { Spool } from './spool.js';
import { endStrays, jobMark } from './strays.js';
import { windUp } from './winding-up.js';

const crashMessage = 'The agent was ended while it carried this execution.';
/** A machine that is started again ends keepers as well. */
const keeperGoneMessage = 'How it ended cannot be told: when the next agent came, its keeper was gone.';

/** What is reported of an attempt that an earlier run of the agent left: its recorded end, else INTERRUPTED. */
export function endingOf({ ending, isLeft }: JournalRecord): Ending {
  const message = isLeft ? keeperGoneMessage : crashMessage;
  return ending ?? { exitCode: null, signal: null, reason: 'INTERRUPTED', message };
}

/** An attempt that an earlier run of the agent left: it is wound up, never started again. */
export class LeftExecution implements Attempt {
  readonly id: string;
  readonly attempt: number;

  constructor(
    attempt: Attempt,
    private readonly directory: string,
    private readonly channel: DeliveryChannel & {
      history: ExecutionHistory;
      now: () => Date;
      programs: Programs;
      cgroups: JobCgroups | null;
    },
  ) {
    this.id = attempt.id;
    this.attempt = attempt.attempt;
  }

  async carry(signal: AbortSignal): Promise<void> {
    const journal = new Journal(this.directory);
    const record = await journal.read();
    if (record.ending === null) {
      await this.endProcesses(record, journal.scriptPath);
      const { cgroups } = this.channel;
      const mark = jobMark(this);
      await endStrays({ mark, cgroup: cgroups?.find(mark) ?? null }, leftoverGraceMs);
      cgroups?.remove(mark);
      await this.tidyUp(this.channel.programs[record.kind]);
    }
    const spool = await Spool.open(this.directory);
    spool.end();
    const delivery = new Delivery(this, spool, this.channel, () => undefined);
    let outcome = await delivery.sendOutput(signal);
    const ending = endingOf(record);
    if (outcome === 'delivered') outcome = await delivery.complete(ending, signal);
    if (outcome !== 'aborted') await windUp(this, { kind: record.kind, ending, spool, journal }, this.channel);
    await spool.close();
    if (outcome === 'aborted') return;
    this.channel.log.info(`execution ${this.id} attempt ${this.attempt}, left by an earlier run, is wound up`);
  }

  private async tidyUp({ command, tidyArguments }: Program): Promise<void> {
    if (tidyArguments === null) return;
    const fault = await new Promise<Error | null>((resolve) => execFile(command, tidyArguments, resolve));
    if (fault !== null) this.channel.log.warn(`tidying up after execution ${this.id} failed: ${fault.message}`);
  }

  private async endProcesses({ kind, process, kept }: JournalRecord, scriptPath: string): Promise<void> {
    const leader = process ?? (await findByScript(scriptPath));
    const group = leader && new ProcessGroup(leader, kept?.program.pid);
    const { endSignal, endGraceMs } = this.channel.programs[kind];
    // As for one that the agent still carries: half of its time, then TERM. A backup takes its lock away in it.
    const someWereLeft = await group?.end(endGraceMs / 2, endSignal);
    // What ended under its keeper is reaped only now.
    await endKeepers(jobMark(this));
    if (someWereLeft === true) await group?.reaped();
  }
}

/**
 * The agent may have been ended between a program's start and its record: the program has the script open, and its session
 * is to be ended. Not as its standard input, while bash is in the script's body, which reads from /dev/null.
 */
async function findByScript(scriptPath: string): Promise<ProcessIdentity | null> {
  for (const pid of processIds()) {
    const process = readProcess(pid);
    if (process === null || !(await hasOpen(pid, scriptPath))) continue;
    const { session } = process;
    return identify(session) ?? { pid: session, startTime: process.startTime, bootId: readBootId() };
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
