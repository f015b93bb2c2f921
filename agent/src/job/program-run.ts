import { closeSync } from 'node:fs';
import type { Log } from '../log.js';
import { ChildProgram } from './child-program.js';
import type { Exit } from './exit.js';
import type { Ending, EndingNote, KeptNote } from './journal.js';
import type { OutputEnds } from './kept-program.js';
import { KeptProgram, secondsAfterBoot } from './kept-program.js';
import { OutputReader } from './output-reader.js';
import type { OutputPipes } from './pipes.js';
import { ProcessGroup } from './process-group.js';
import type { ProcessIdentity } from '../host/process-table.js';
import type { ProgramSource, RunningProgram } from './program-source.js';
import type { Spool } from './spool.js';
import { endStrays } from './strays.js';

/** How long a process that outlives the program may hold its output open. */
export const pipeGraceMs = 500;
/** Between the signals for what the program left behind. */
export const leftoverGraceMs = 5_000;

export type StopReason = 'TIMEOUT' | 'CANCELLED' | 'INTERRUPTED';

/** What a run needs to know of its program, whoever started it. */
export type RunTerms = Pick<ProgramSource, 'program' | 'mark' | 'cgroup' | 'deadline'>;

const unknownExitMessage = 'How it ended cannot be told: its keeper is gone, or hides it from the agent.';

/** One program with its process group, from its start until nothing of it is left. */
export class ProgramRun {
  private stopReason: StopReason | null = null;
  private stopMessage: string | null = null;
  private isAsked = false;
  private exited = false;
  private leaving: Promise<boolean> | null = null;
  private termTimer: NodeJS.Timeout | undefined;
  private killTimer: NodeJS.Timeout | undefined;
  private killAt = Number.POSITIVE_INFINITY;
  private readonly timeout: NodeJS.Timeout;
  private readonly group: ProcessGroup;
  private readonly exit: Promise<Exit>;

  private constructor(
    private readonly running: RunningProgram,
    private readonly readers: readonly OutputReader[],
    private readonly terms: RunTerms,
  ) {
    const { program, deadline } = terms;
    this.group = new ProcessGroup(running.session, running.pid);
    const left = Math.max(0, deadline - secondsAfterBoot());
    this.timeout = setTimeout(() => this.stop('TIMEOUT', program.endGraceMs), left * 1000);
    this.exit = running.exit(Promise.all(readers.map(({ done }) => done)));
    void this.exit.then(() => {
      this.exited = true;
      this.clearTimers();
    });
  }

  /** @throws when the program cannot be started */
  static async start(source: ProgramSource, pipes: OutputPipes, spool: Spool, log: Log): Promise<ProgramRun> {
    const { stdout, stderr } = pipes;
    try {
      const program = source.program.isKept ? KeptProgram : ChildProgram;
      const running = await program.start(source, pipes);
      return new ProgramRun(running, readersOf({ stdout: stdout.read, stderr: stderr.read }, spool, log), source);
    } catch (error) {
      closeSync(stdout.read);
      closeSync(stderr.read);
      throw error;
    }
  }

  /**
   * Goes on with a program that an earlier agent left, and reads its output from these descriptors.
   *
   * @param terms `toldToEnd`: what it was told to end for meanwhile. That stands before its time limit, if that has passed too
   */
  static adopt(
    kept: KeptProgram,
    output: OutputEnds,
    terms: RunTerms & { toldToEnd: EndingNote | null },
    spool: Spool,
    log: Log,
  ): ProgramRun {
    const run = new ProgramRun(kept, readersOf(output, spool, log), terms);
    if (terms.toldToEnd !== null) run.toldToEnd(terms.toldToEnd);
    return run;
  }

  /** What finds it again. */
  get started(): ProcessIdentity & { kept: KeptNote | null } {
    const { running, terms } = this;
    const isKept = running instanceof KeptProgram;
    return {
      ...running.session,
      kept: isKept ? { program: running.identity.program, deadline: terms.deadline } : null,
    };
  }

  get pid(): number {
    return this.running.pid;
  }

  /** It was told to end before, for this reason, also if it has ended since. */
  toldToEnd({ reason, message, isSignalled }: EndingNote): void {
    this.stopReason = reason;
    this.stopMessage = message;
    this.isAsked = isSignalled ?? false;
    this.stop(reason, this.terms.program.endGraceMs);
  }

  /**
   * Ends the group: the program's own signal, half of the grace later TERM, then KILL. The first reason stands, and only
   * if it reached a running program. The signal is sent once, however often this is called, as a program that cleans up
   * would begin anew at each; but the KILL may come sooner, never later.
   */
  stop(reason: StopReason, graceMs: number): void {
    const { endSignal } = this.terms.program;
    if (this.exited || this.leaving !== null || !this.running.isRunning()) return;
    if (!this.isAsked && !this.group.ask(endSignal)) return;
    this.isAsked = true;
    this.stopReason ??= reason;
    const killAt = performance.now() + graceMs;
    if (killAt >= this.killAt) return;
    this.killAt = killAt;
    clearTimeout(this.termTimer);
    clearTimeout(this.killTimer);
    if (endSignal !== 'SIGTERM') this.termTimer = setTimeout(() => this.group.signal('SIGTERM'), graceMs / 2);
    this.killTimer = setTimeout(() => this.group.signal('SIGKILL'), graceMs);
  }

  /** Fulfilled when the program has ended, its output is read, and no process of its session is left. */
  async ended(): Promise<Ending> {
    const exit = await this.exit;
    // What was left ends under the next agent.
    if (await this.leaving) return new Promise(() => undefined);
    await Promise.all(this.readers.map((reader) => reader.drain(pipeGraceMs)));
    this.running.dismiss();
    const someWereLeft = await this.group.end(leftoverGraceMs, this.terms.program.endSignal);
    if (someWereLeft || this.stopReason !== null) await this.group.reaped();
    const isUnknown = exit.code === null && exit.signal === null;
    const reason = this.stopReason ?? (isUnknown ? 'INTERRUPTED' : null);
    // What a script that ended by itself has put beyond its session, such as a daemon, is meant to stay.
    const left = reason === null ? [] : await endStrays(this.terms, leftoverGraceMs);
    const messages = [
      this.stopMessage,
      isUnknown ? unknownExitMessage : null,
      left.length === 0 ? null : `Processes of it could not be ended: ${left.join(', ')}.`,
    ].filter((message) => message !== null);
    return { exitCode: exit.code, signal: exit.signal, reason, message: messages.join(' ') || null };
  }

  /**
   * Lets go of a program that runs on under its keeper: everything that was read is in the spool, the rest stays in the
   * pipes. False when that can't be; it then is to be ended.
   */
  async leave(): Promise<boolean> {
    if (this.exited || this.started.kept === null || this.stopReason !== null || this.leaving !== null) return false;
    this.clearTimers();
    this.leaving = Promise.all(this.readers.map((reader) => reader.leave())).then((all) => all.every(Boolean));
    const left = await this.leaving;
    if (!left) this.leaving = null;
    return left;
  }

  /** Ends what could be let go of, but not noted. */
  takeBack(): void {
    this.leaving = null;
  }

  /** Gives up reading, so that the agent can end while a program's output waits for the server. */
  abandon(): void {
    for (const reader of this.readers) reader.stop();
  }

  private clearTimers(): void {
    clearTimeout(this.timeout);
    clearTimeout(this.termTimer);
    clearTimeout(this.killTimer);
  }
}

function readersOf(output: OutputEnds, spool: Spool, log: Log): OutputReader[] {
  return [new OutputReader(output.stdout, 'stdout', spool, log), new OutputReader(output.stderr, 'stderr', spool, log)];
}
