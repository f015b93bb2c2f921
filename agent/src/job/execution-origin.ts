import type { ExecutionKindName } from '@hyprbox/contracts';
import type { Attempt, Journal } from './journal.js';
import type { ProgramRun } from './program-run.js';
import type { Spool } from './spool.js';

/** Where an attempt's traces are kept on this host. */
export interface OpenedExecution {
  journal: Journal;
  spool: Spool;
  /** Why its program must not be run, when it must not. */
  fault: string | null;
}

/** How an execution comes by its program: it is started, or one that runs is gone on with. */
export interface ExecutionOrigin extends Attempt {
  kind: ExecutionKindName;
  open(): Promise<OpenedExecution>;
  /**
   * Null when it was told to end before there was a program.
   *
   * @throws when there can't be one; the message is reported
   */
  run(opened: OpenedExecution, isStopped: () => boolean): Promise<ProgramRun | null>;
}
