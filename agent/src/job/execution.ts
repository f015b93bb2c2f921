import { describe } from '../log.js';
import type { DeliveryChannel } from './delivery.js';
import { Delivery } from './delivery.js';
import type { JobCgroups } from './cgroups.js';
import type { ExecutionOrigin, OpenedExecution } from './execution-origin.js';
import type { Guard } from './guard.js';
import type { ExecutionHistory } from './history.js';
import type { Attempt, Ending, Journal } from './journal.js';
import type { PipePool } from './pipes.js';
import type { Program, Programs } from './program.js';
import type { ProgramRun, StopReason } from './program-run.js';
import type { SecretSources } from './secret-refs.js';
import { jobMark } from './strays.js';
import { windUp } from './winding-up.js';

/** What every execution of the agent uses. */
export interface ExecutionHost extends DeliveryChannel {
  /** Where each attempt has its directory. */
  executionsDirectory: string;
  history: ExecutionHistory;
  pipes: PipePool;
  /** Null: executions have none of their own. */
  cgroups: JobCgroups | null;
  /** Who sees to what runs while there is no agent; null when nothing may. */
  guard: Guard | null;
  /** Where an earlier agent's guard says which process it is. */
  guardPath: string;
  programs: Programs;
  environment: Record<string, string>;
  secrets: SecretSources;
  now: () => Date;
}

/** One attempt, carried from the claim, or the adoption, until the server has its output and its end. */
export class Execution implements Attempt {
  readonly id: string;
  readonly attempt: number;
  private readonly program: Program;
  private run: ProgramRun | undefined;
  private journal: Journal | undefined;
  /** Asked for before there was a program to stop. */
  private stopped: StopReason | null = null;
  private processOver = Promise.withResolvers<void>();
  private readonly left = new AbortController();

  constructor(
    private readonly origin: ExecutionOrigin,
    private readonly host: ExecutionHost,
  ) {
    this.id = origin.id;
    this.attempt = origin.attempt;
    this.program = host.programs[origin.kind];
  }

  /** Fulfilled when no process of it runs any more. */
  get over(): Promise<void> {
    return this.processOver.promise;
  }

  /** Whether the next agent could go on with it. */
  get isKept(): boolean {
    return this.program.isKept;
  }

  /** Ends the program's process group, or keeps the program from being started. */
  stop(reason: StopReason, graceMs = this.program.endGraceMs): void {
    this.stopped ??= reason;
    this.run?.stop(reason, graceMs);
  }

  /** Not to be run after all: no process of it will be. */
  drop(): void {
    this.processOver.resolve();
  }

  /** Lets go of it, so that the next agent goes on with it. False when that can't be; it then is to be ended. */
  async leave(): Promise<boolean> {
    const { run, journal } = this;
    if (run === undefined || journal === undefined || !(await run.leave())) return false;
    const isNoted = await journal.note({ event: 'left', at: this.host.now().toISOString() }, this.host.log);
    if (isNoted) {
      this.left.abort();
      this.host.log.info(`execution ${this.id} is left to the next agent`);
    } else {
      run.takeBack();
    }
    return isNoted;
  }

  /**
   * Fulfilled when the server has everything or wants none of it, or when the signal is aborted.
   *
   * @param refusal why it is not to be run, which is then reported
   */
  async carry(ended: AbortSignal, refusal: string | null): Promise<void> {
    const opened = await this.origin.open();
    const { journal, spool } = opened;
    this.journal = journal;
    const signal = AbortSignal.any([ended, this.left.signal]);
    const delivery = new Delivery(this, spool, this.host, () => this.stop('CANCELLED'));
    const ending = this.execute(opened, refusal ?? opened.fault).finally(() => {
      spool.end();
      this.processOver.resolve();
    });
    const abandon = (): void => this.run?.abandon();
    ended.addEventListener('abort', abandon);
    try {
      if (await this.deliver(delivery, ending, signal)) {
        await windUp(this, { kind: this.origin.kind, ending: await ending, spool, journal }, this.host);
      }
    } finally {
      ended.removeEventListener('abort', abandon);
      await spool.close();
    }
  }

  /** Whether there is nothing left to do. */
  private async deliver(delivery: Delivery, ending: Promise<Ending>, signal: AbortSignal): Promise<boolean> {
    let outcome = await delivery.sendOutput(signal);
    if (outcome === 'refused') {
      this.stop('CANCELLED');
      this.run?.abandon();
    }
    if (outcome === 'aborted') return false;
    const end = await ending;
    if (outcome === 'delivered') outcome = await delivery.complete(end, signal);
    if (outcome === 'aborted') return false;
    if (outcome === 'refused') this.host.log.warn(`execution ${this.id} is no longer this agent's: dropped`);
    return true;
  }

  private async execute(opened: OpenedExecution, fault: string | null): Promise<Ending> {
    const ending = fault === null ? await this.runProgram(opened) : notStarted('INTERRUPTED', fault);
    this.host.cgroups?.remove(jobMark(this));
    await opened.journal.note({ event: 'ended', at: this.host.now().toISOString(), ...ending }, this.host.log);
    this.host.log.info(`execution ${this.id} ended: ${summary(ending)}`);
    return ending;
  }

  private async runProgram(opened: OpenedExecution): Promise<Ending> {
    let run: ProgramRun | null;
    try {
      run = await this.origin.run(opened, () => this.stopped !== null);
    } catch (error) {
      return notStarted('INTERRUPTED', describe(error));
    }
    if (run === null) return notStarted(this.stopped ?? 'INTERRUPTED', null);
    this.run = run;
    if (this.stopped !== null) run.stop(this.stopped, this.program.endGraceMs);
    return run.ended();
  }
}

function notStarted(reason: StopReason, message: string | null): Ending {
  return { exitCode: null, signal: null, reason, message };
}

function summary(ending: Ending): string {
  const end = ending.signal ?? (ending.exitCode === null ? 'not run' : `exit code ${ending.exitCode}`);
  const reason = ending.reason === null ? '' : `, ${ending.reason}`;
  return `${end}${reason}${ending.message === null ? '' : `, ${ending.message}`}`;
}
