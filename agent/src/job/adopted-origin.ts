import type { ExecutionKindName } from '@hyprbox/contracts';
import type { ExecutionHost } from './execution.js';
import type { ExecutionOrigin, OpenedExecution } from './execution-origin.js';
import type { Attempt } from './journal.js';
import type { OutputEnds } from './kept-program.js';
import type { LeftProgram } from './left-program.js';
import { findLeftProgram } from './left-program.js';
import { ProgramRun } from './program-run.js';
import { Spool } from './spool.js';
import { jobMark } from './strays.js';

const unwritable = {
  reason: 'INTERRUPTED',
  message: 'The next agent could not write to its state directory.',
} as const;

/** An execution that an earlier agent left when it was stopped, and that this one goes on with. */
export class AdoptedOrigin implements ExecutionOrigin {
  readonly id: string;
  readonly attempt: number;
  readonly kind: ExecutionKindName;

  private constructor(
    private readonly left: LeftProgram,
    private readonly output: OutputEnds,
    private readonly host: ExecutionHost,
  ) {
    this.id = left.attempt.id;
    this.attempt = left.attempt.attempt;
    this.kind = left.record.kind;
  }

  /** Null when there is nothing to go on with. */
  static async of(attempt: Attempt, directory: string, host: ExecutionHost): Promise<AdoptedOrigin | null> {
    const left = await findLeftProgram(attempt, directory);
    if (left === null) return null;
    try {
      return new AdoptedOrigin(left, left.kept.openOutput(), host);
    } catch {
      // The keeper has ended meanwhile.
      return null;
    }
  }

  async open(): Promise<OpenedExecution> {
    const { journal } = this.left;
    return { journal, spool: await Spool.open(journal.directory), fault: null };
  }

  async run({ journal, spool }: OpenedExecution): Promise<ProgramRun> {
    const { kept, deadline, record } = this.left;
    const { cgroups, log, now, programs } = this.host;
    const mark = jobMark(this);
    const { toldToEnd } = record;
    const terms = { program: programs[this.kind], mark, cgroup: cgroups?.find(mark) ?? null, deadline, toldToEnd };
    const run = ProgramRun.adopt(kept, this.output, terms, spool, log);
    // From here on a crash of the agent is one: it reads the output.
    const isNoted = await journal.note({ event: 'started', at: now().toISOString(), ...run.started }, log);
    if (toldToEnd === null && !isNoted) run.toldToEnd(unwritable);
    log.info(`execution ${this.id} attempt ${this.attempt} is gone on with as process ${run.pid}`);
    return run;
  }
}
