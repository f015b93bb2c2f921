import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { ClaimedExecution } from '@hyprbox/contracts';
import { describe } from '../log.js';
import type { DeliveryChannel } from './delivery.js';
import { Delivery } from './delivery.js';
import { workingDirectory } from './environment.js';
import type { Attempt, Ending, JournalEntry } from './journal.js';
import { Journal } from './journal.js';
import type { PipePool } from './pipes.js';
import type { Program, Programs } from './program.js';
import type { StopReason } from './program-run.js';
import { ProgramRun } from './program-run.js';
import type { SecretSources } from './secret-refs.js';
import { SecretUnavailable, resolveSecrets } from './secret-refs.js';
import { Spool } from './spool.js';

/** What every execution of the agent uses. */
export interface ExecutionHost extends DeliveryChannel {
  /** Where each attempt has its directory. */
  executionsDirectory: string;
  pipes: PipePool;
  programs: Programs;
  environment: Record<string, string>;
  secrets: SecretSources;
  now: () => Date;
}

/** One claimed attempt, carried from the claim until the server has its output and its end. */
export class Execution implements Attempt {
  readonly id: string;
  readonly attempt: number;
  private readonly program: Program;
  private run: ProgramRun | undefined;
  /** Asked for before there was a program to stop. */
  private stopped: StopReason | null = null;
  private processOver = Promise.withResolvers<void>();

  constructor(
    private readonly claimed: ClaimedExecution,
    private readonly host: ExecutionHost,
  ) {
    this.id = claimed.id;
    this.attempt = claimed.attempt;
    this.program = host.programs[claimed.kind];
  }

  /** Fulfilled when no process of it runs any more. */
  get over(): Promise<void> {
    return this.processOver.promise;
  }

  /** Ends the program's process group, or keeps the program from being started. */
  stop(reason: StopReason, graceMs = this.program.endGraceMs): void {
    this.stopped ??= reason;
    this.run?.stop(reason, graceMs);
  }

  /** Fulfilled when the server has everything or wants none of it, or when the signal is aborted. */
  async carry(signal: AbortSignal): Promise<void> {
    const { journal, fault } = await this.beginJournal();
    const spool = Spool.empty(journal.directory);
    const delivery = new Delivery(this, spool, this.host, () => this.stop('CANCELLED'));
    const ending = this.execute(journal, spool, fault).finally(() => {
      spool.end();
      this.processOver.resolve();
    });
    const abandon = (): void => this.run?.abandon();
    signal.addEventListener('abort', abandon);
    try {
      await this.deliver(delivery, ending, journal, signal);
    } finally {
      signal.removeEventListener('abort', abandon);
      await spool.close();
    }
  }

  /** What cannot be noted beforehand is not run: after a crash nobody would know of it. */
  private async beginJournal(): Promise<{ journal: Journal; fault: string | null }> {
    const { executionsDirectory, now } = this.host;
    const journal = Journal.of(executionsDirectory, this);
    try {
      await journal.begin(this, this.claimed.kind, now());
      return { journal, fault: null };
    } catch (error) {
      return { journal, fault: `The agent's state directory cannot be written: ${describe(error)}` };
    }
  }

  private async deliver(
    delivery: Delivery,
    ending: Promise<Ending>,
    journal: Journal,
    signal: AbortSignal,
  ): Promise<void> {
    let outcome = await delivery.sendOutput(signal);
    if (outcome === 'refused') {
      this.stop('CANCELLED');
      this.run?.abandon();
    }
    if (outcome === 'aborted') return;
    const end = await ending;
    if (outcome === 'delivered') outcome = await delivery.complete(end, signal);
    if (outcome === 'aborted') return;
    if (outcome === 'refused') this.host.log.warn(`execution ${this.id} is no longer this agent's: dropped`);
    await journal.remove();
  }

  private async execute(journal: Journal, spool: Spool, fault: string | null): Promise<Ending> {
    const ending = fault === null ? await this.runProgram(journal, spool) : notStarted('INTERRUPTED', fault);
    await this.note(journal, { event: 'ended', at: this.host.now().toISOString(), ...ending });
    this.host.log.info(`execution ${this.id} ended: ${summary(ending)}`);
    return ending;
  }

  private async runProgram(journal: Journal, spool: Spool): Promise<Ending> {
    try {
      this.checkScript();
      const secrets = await this.secrets();
      await writeFile(journal.scriptPath, this.claimed.script, { mode: 0o600, flag: 'wx' });
      if (this.stopped !== null) return notStarted(this.stopped, null);
      const source = {
        program: this.program,
        scriptPath: journal.scriptPath,
        environment: { ...this.host.environment, ...secrets },
        directory: workingDirectory(this.host.environment),
        timeoutMs: this.claimed.timeoutSeconds * 1000,
      };
      this.run = await ProgramRun.start(source, await this.host.pipes.take(), spool, this.host.log);
    } catch (error) {
      return notStarted('INTERRUPTED', describe(error));
    }
    const { run } = this;
    if (this.stopped !== null) run.stop(this.stopped, this.program.endGraceMs);
    await this.note(journal, { event: 'started', at: this.host.now().toISOString(), ...run.process });
    this.host.log.info(`execution ${this.id} attempt ${this.attempt} started as process ${run.process.pid}`);
    return run.ended();
  }

  /** A program that can tell of a secret that is missing does so itself. */
  private async secrets(): Promise<Record<string, string>> {
    try {
      return await resolveSecrets(this.claimed.secretRefs, this.host.secrets);
    } catch (error) {
      const { secretsUnavailableVariable } = this.program;
      if (!(error instanceof SecretUnavailable) || secretsUnavailableVariable === null) throw error;
      return { [secretsUnavailableVariable]: error.message };
    }
  }

  /** A disk that has filled up meanwhile must not cost a running program its end. */
  private async note(journal: Journal, entry: JournalEntry): Promise<void> {
    try {
      await journal.append(entry);
    } catch (error) {
      this.host.log.error(`the journal of execution ${this.id} cannot be written: ${describe(error)}`);
    }
  }

  private checkScript(): void {
    const sha256 = createHash('sha256').update(this.claimed.script, 'utf8').digest('hex');
    if (sha256 !== this.claimed.scriptSha256) {
      throw new Error('The script does not match its SHA-256; it was not run.');
    }
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
