import { closeSync, openSync } from 'node:fs';
import type { ProcessIdentity } from '../host/process-table.js';
import type { Exit } from './exit.js';
import type { OutputPipes } from './pipes.js';
import type { Program } from './program.js';
import type { StrayMarks } from './strays.js';

/** What is to be run, and as whom. */
export interface ProgramSource extends StrayMarks {
  program: Program;
  /** What it reads from its standard input. */
  scriptPath: string;
  environment: Record<string, string>;
  directory: string;
  /** Until when it may run, in seconds after the machine's start. */
  deadline: number;
}

/** A program that runs, in a session of its own. */
export interface RunningProgram {
  /** The session's leader: the program itself, or its keeper. */
  session: ProcessIdentity;
  /** Leads the program's process group. */
  pid: number;
  /** @param outputOver fulfilled when nobody holds its output any more, so that it probably ends */
  exit(outputOver: Promise<unknown>): Promise<Exit>;
  /** Whether it still runs, as far as can be told at once. */
  isRunning(): boolean;
  /** Takes away what was there for its sake only. */
  dismiss(): void;
}

/** Opens the program's input and gives it with the pipes' ends to the callback; all but the reading ends are closed then. */
export function withDescriptors<T>({ scriptPath }: ProgramSource, pipes: OutputPipes, start: (script: number) => T): T {
  const open = [pipes.stdout.write, pipes.stderr.write];
  try {
    // A file, not a pipe, as bash reads a pipe byte by byte.
    const script = openSync(scriptPath, 'r');
    open.push(script);
    return start(script);
  } finally {
    open.forEach(closeSync);
  }
}
