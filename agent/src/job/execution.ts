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
import type { StopReason } from './script-run.js';
import { ScriptRun, endGraceMs } from './script-run.js';
import type { SecretSources } from './secret-refs.js';
import { resolveSecrets } from './secret-refs.js';
import { Spool } from './spool.js';

/** What every execution of the agent uses. */
export interface ExecutionHost extends DeliveryChannel {
  /** Where each attempt has its directory. */
  executionsDirectory: string;
  pipes: PipePool;
  environment: Record<string, string>;
  secrets: SecretSources;
  now: () => Date;
}

/** One claimed attempt, carried from the claim until the server has its output and its end. */
export class Execution implements Attempt {
  readonly id: string;
  readonly attempt: number;
  private run: ScriptRun | undefined;
  /** Asked for before there was a script to stop. */
  private stopped: StopReason | null = null;
  private processOver = Promise.withResolvers<void>();

  constructor(
    private readonly claimed: ClaimedExecution,
    private readonly host: ExecutionHost,
  ) {
    this.id = claimed.id;
    this.attempt = claimed.attempt;
  }

  /** Fulfilled when no process of it runs any more. */
  get over(): Promise<void> {
    return this.processOver.promise;
  }

  /** Ends the script's process group, or keeps the script from being started. */
  stop(reason: StopReason, graceMs: number): void {
    this.stopped ??= reason;
    this.run?.stop(reason, graceMs);
  }

  /** Fulfilled when the server has everything or wants none of it, or when the signal is aborted. */
  async carry(signal: AbortSignal): Promise<void> {
    const { journal, fault } = await this.beginJournal();
    const spool = Spool.empty(journal.directory);
    const delivery = new Delivery(this, spool, this.host, () => this.stop('CANCELLED', endGraceMs));
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
      await journal.begin(this, now());
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
      this.stop('CANCELLED', endGraceMs);
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
    const ending = fault === null ? await this.runScript(journal, spool) : notStarted('INTERRUPTED', fault);
    await this.note(journal, { event: 'ended', at: this.host.now().toISOString(), ...ending });
    this.host.log.info(`execution ${this.id} ended: ${summary(ending)}`);
    return ending;
  }

  private async runScript(journal: Journal, spool: Spool): Promise<Ending> {
    try {
      this.checkScript();
      const secrets = await resolveSecrets(this.claimed.secretRefs, this.host.secrets);
      await writeFile(journal.scriptPath, this.claimed.script, { mode: 0o600, flag: 'wx' });
      if (this.stopped !== null) return notStarted(this.stopped, null);
      const source = {
        scriptPath: journal.scriptPath,
        environment: { ...this.host.environment, ...secrets },
        directory: workingDirectory(this.host.environment),
        timeoutMs: this.claimed.timeoutSeconds * 1000,
      };
      this.run = await ScriptRun.start(source, await this.host.pipes.take(), spool, this.host.log);
    } catch (error) {
      return notStarted('INTERRUPTED', describe(error));
    }
    const { run } = this;
    if (this.stopped !== null) run.stop(this.stopped, endGraceMs);
    await this.note(journal, { event: 'started', at: this.host.now().toISOString(), ...run.process });
    this.host.log.info(`execution ${this.id} attempt ${this.attempt} started as process ${run.process.pid}`);
    return run.ended();
  }

  /** A disk that has filled up meanwhile must not cost a running script its end. */
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
