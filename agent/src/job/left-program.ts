import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attempt, JournalRecord } from './journal.js';
import { Journal, attemptOf } from './journal.js';
import { KeptProgram } from './kept-program.js';
import { jobMark } from './strays.js';

/** A program that an agent let go of when it was stopped: it runs under its keeper, or has ended there. */
export interface LeftProgram {
  attempt: Attempt;
  journal: Journal;
  record: JournalRecord;
  kept: KeptProgram;
  /** Until when it may run, in seconds after the machine's start. */
  deadline: number;
}

/**
 * Null when there is none that can be gone on with: the agent crashed, so that what it had read and not yet written would
 * be missing; or the keeper is gone, as after a start of the machine; or it is another process, as on another machine.
 */
export async function findLeftProgram(attempt: Attempt, directory: string): Promise<LeftProgram | null> {
  const journal = new Journal(directory);
  const record = await journal.read();
  const { process: keeper, kept: note, isLeft, ending } = record;
  if (!isLeft || ending !== null || keeper === null || note === null) return null;
  const kept = KeptProgram.find({ keeper, program: note.program }, jobMark(attempt));
  return kept && { attempt, journal, record, kept, deadline: note.deadline };
}

export async function findLeftPrograms(executionsDirectory: string): Promise<LeftProgram[]> {
  const found: LeftProgram[] = [];
  for (const name of await readdir(executionsDirectory)) {
    const directory = join(executionsDirectory, name);
    const attempt = attemptOf(directory);
    const left = attempt && (await findLeftProgram(attempt, directory));
    if (left !== null) found.push(left);
  }
  return found;
}
