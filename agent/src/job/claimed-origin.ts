import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { ClaimedExecution } from '@hyprbox/contracts';
import { describe } from '../log.js';
import { workingDirectory } from './environment.js';
import type { ExecutionHost } from './execution.js';
import type { ExecutionOrigin, OpenedExecution } from './execution-origin.js';
import { Journal } from './journal.js';
import { secondsAfterBoot } from './kept-program.js';
import { ProgramRun } from './program-run.js';
import { SecretUnavailable, resolveSecrets } from './secret-refs.js';
import { Spool } from './spool.js';
import { jobMark, jobVariable } from './strays.js';

/** An execution that the server has handed out: its program is to be started. */
export class ClaimedOrigin implements ExecutionOrigin {
  constructor(
    private readonly claimed: ClaimedExecution,
    private readonly host: ExecutionHost,
  ) {}

  get id(): string {
    return this.claimed.id;
  }

  get attempt(): number {
    return this.claimed.attempt;
  }

  get kind(): ClaimedExecution['kind'] {
    return this.claimed.kind;
  }

  /** What cannot be noted beforehand is not run: after a crash nobody would know of it. */
  async open(): Promise<OpenedExecution> {
    const { executionsDirectory, now } = this.host;
    const journal = Journal.of(executionsDirectory, this);
    const spool = Spool.empty(journal.directory);
    try {
      await journal.begin(this, this.kind, now());
      return { journal, spool, fault: null };
    } catch (error) {
      return { journal, spool, fault: `The agent's state directory cannot be written: ${describe(error)}` };
    }
  }

  async run({ journal, spool }: OpenedExecution, isStopped: () => boolean): Promise<ProgramRun | null> {
    const { cgroups, environment, log, now, pipes, programs } = this.host;
    this.checkScript();
    const secrets = await this.secrets();
    await writeFile(journal.scriptPath, this.claimed.script, { mode: 0o600, flag: 'wx' });
    if (isStopped()) return null;
    const source = {
      program: programs[this.kind],
      scriptPath: journal.scriptPath,
      environment: { ...environment, [jobVariable]: jobMark(this), ...secrets },
      directory: workingDirectory(environment),
      mark: jobMark(this),
      cgroup: cgroups?.make(jobMark(this)) ?? null,
      deadline: secondsAfterBoot() + this.claimed.timeoutSeconds,
    };
    const run = await ProgramRun.start(source, await pipes.take(), spool, log);
    await journal.note({ event: 'started', at: now().toISOString(), ...run.started }, log);
    log.info(`execution ${this.id} attempt ${this.attempt} started as process ${run.pid}`);
    return run;
  }

  /** A program that can tell of a secret that is missing does so itself. */
  private async secrets(): Promise<Record<string, string>> {
    try {
      return await resolveSecrets(this.claimed.secretRefs, this.host.secrets);
    } catch (error) {
      const { secretsUnavailableVariable } = this.host.programs[this.kind];
      if (!(error instanceof SecretUnavailable) || secretsUnavailableVariable === null) throw error;
      return { [secretsUnavailableVariable]: error.message };
    }
  }

  private checkScript(): void {
    const sha256 = createHash('sha256').update(this.claimed.script, 'utf8').digest('hex');
    if (sha256 !== this.claimed.scriptSha256) {
      throw new Error('The script does not match its SHA-256; it was not run.');
    }
  }
}
