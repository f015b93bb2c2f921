import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ExecutionKindName } from '@hyprbox/contracts';
import { isExecutionId } from '../http/answers.js';
import type { Log } from '../log.js';
import { describe } from '../log.js';
import type { KeptIdentity } from './kept-program.js';
import type { ProcessIdentity } from '../host/process-table.js';

/** How an attempt ended, as it is reported. */
export interface Ending {
  exitCode: number | null;
  signal: string | null;
  reason: 'TIMEOUT' | 'CANCELLED' | 'INTERRUPTED' | null;
  message: string | null;
}

export interface Attempt {
  id: string;
  attempt: number;
}

/** What the program of an attempt that can be left needs beside its session's leader, who keeps it. */
export interface KeptNote {
  program: KeptIdentity['program'];
  /** Until when it may run, in seconds after the machine's start. */
  deadline: number;
}

/** What a program was told to end for while no agent carried it. */
export type EndingNote = Pick<Ending, 'message'> & {
  reason: 'TIMEOUT' | 'INTERRUPTED';
  /** It has had its signal, and gets no second; the guard of an older agent does not note it. */
  isSignalled?: boolean;
};

/** An older agent passes over what it does not know, and takes an attempt that was left for one that was interrupted. */
export type JournalEntry =
  | ({ event: 'starting'; at: string; kind?: ExecutionKindName } & Attempt)
  | ({ event: 'started'; at: string; kept?: KeptNote | null } & ProcessIdentity)
  | { event: 'left'; at: string }
  | ({ event: 'ending'; at: string } & EndingNote)
  | ({ event: 'ended'; at: string } & Ending);

/** What an earlier run of the agent left behind of one attempt. */
export interface JournalRecord {
  /** Agents that could carry out jobs only did not note it. */
  kind: ExecutionKindName;
  /** The leader of its session. */
  process: ProcessIdentity | null;
  kept: KeptNote | null;
  /** The agent that carried it let go of it; it may run still. */
  isLeft: boolean;
  toldToEnd: EndingNote | null;
  ending: Ending | null;
}

const journalName = 'journal.jsonl';

/**
 * One attempt's directory and its append-only journal. "starting" is on disk before its program is started, so an attempt
 * that is found again has possibly run, and one that is not found has not.
 */
export class Journal {
  constructor(readonly directory: string) {}

  get scriptPath(): string {
    return join(this.directory, 'script');
  }

  /** Whether the attempt was begun, and is not wound up yet. */
  get exists(): boolean {
    return existsSync(join(this.directory, journalName));
  }

  static of(parent: string, { id, attempt }: Attempt): Journal {
    return new Journal(join(parent, `${id}.${attempt}`));
  }

  /** Returns once a crash of the machine can no longer lose the entry. */
  async begin({ id, attempt }: Attempt, kind: ExecutionKindName, at: Date): Promise<void> {
    await mkdir(dirname(this.directory), { recursive: true, mode: 0o700 });
    await mkdir(this.directory, { mode: 0o700 });
    const file = await open(join(this.directory, journalName), 'wx', 0o600);
    try {
      await file.write(line({ event: 'starting', at: at.toISOString(), kind, id, attempt }));
      await file.sync();
    } finally {
      await file.close();
    }
    await syncDirectory(this.directory);
    await syncDirectory(dirname(this.directory));
  }

  /** Survives the agent's end, not the machine's: neither does the process that it tells of. */
  async append(entry: JournalEntry): Promise<void> {
    const file = await open(join(this.directory, journalName), 'a', 0o600);
    try {
      await file.write(line(entry));
    } finally {
      await file.close();
    }
  }

  /** Appends, or says why not: a disk that has filled up meanwhile must not cost a running program its end. */
  async note(entry: JournalEntry, log: Log): Promise<boolean> {
    try {
      await this.append(entry);
      return true;
    } catch (error) {
      log.error(`the journal ${this.directory} cannot be written: ${describe(error)}`);
      return false;
    }
  }

  async read(): Promise<JournalRecord> {
    const text = await readFile(join(this.directory, journalName), 'utf8').catch(() => '');
    return parseJournal(text);
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
    await syncDirectory(dirname(this.directory));
  }
}

/** The attempt that a directory's name tells, or null when the directory is none of the agent's. */
export function attemptOf(directory: string): Attempt | null {
  const match = /^([^.]+)\.([1-9][0-9]{0,8})$/.exec(basename(directory));
  const id = match?.[1];
  return isExecutionId(id) ? { id, attempt: Number(match?.[2]) } : null;
}

/** A crash may have left the last line unfinished: what cannot be read counts as not written. */
export function parseJournal(text: string): JournalRecord {
  const record: JournalRecord = {
    kind: 'JOB',
    process: null,
    kept: null,
    isLeft: false,
    toldToEnd: null,
    ending: null,
  };
  for (const written of text.split('\n')) {
    const entry = parseEntry(written);
    if (entry?.event === 'starting') {
      record.kind = entry.kind ?? 'JOB';
    } else if (entry?.event === 'started') {
      record.process = { pid: entry.pid, startTime: entry.startTime, bootId: entry.bootId };
      record.kept = entry.kept ?? null;
      record.isLeft = false;
    } else if (entry?.event === 'left') {
      record.isLeft = true;
    } else if (entry?.event === 'ending') {
      record.toldToEnd = {
        reason: entry.reason,
        message: entry.message,
        isSignalled: entry.isSignalled ?? false,
      };
    } else if (entry?.event === 'ended') {
      record.ending = {
        exitCode: entry.exitCode,
        signal: entry.signal,
        reason: entry.reason,
        message: entry.message,
      };
    }
  }
  return record;
}

function parseEntry(written: string): JournalEntry | null {
  try {
    // Only this class writes the file, so a line that is whole is an entry.
    return JSON.parse(written) as JournalEntry;
  } catch {
    return null;
  }
}

function line(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

export async function syncDirectory(directory: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(directory, 'r');
    await handle.sync();
  } finally {
    await handle?.close();
  }
}
