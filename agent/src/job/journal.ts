import { mkdir, open, readFile, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ExecutionKindName } from '@hyprbox/contracts';
import { isExecutionId } from '../http/answers.js';
import type { ProcessIdentity } from './process-table.js';

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

export type JournalEntry =
  | ({ event: 'starting'; at: string; kind?: ExecutionKindName } & Attempt)
  | ({ event: 'started'; at: string } & ProcessIdentity)
  | ({ event: 'ended'; at: string } & Ending);

/** What an earlier run of the agent left behind of one attempt. */
export interface JournalRecord {
  /** Agents that could carry out jobs only did not note it. */
  kind: ExecutionKindName;
  process: ProcessIdentity | null;
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

  static of(parent: string, { id, attempt }: Attempt): Journal {
    return new Journal(join(parent, `${id}.${attempt}`));
  }

  /** Returns once a crash of the machine can no longer lose the entry. */
  async begin({ id, attempt }: Attempt, kind: ExecutionKindName, at: Date): Promise<void> {
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
  const record: JournalRecord = { kind: 'JOB', process: null, ending: null };
  for (const written of text.split('\n')) {
    const entry = parseEntry(written);
    if (entry?.event === 'starting') {
      record.kind = entry.kind ?? 'JOB';
    } else if (entry?.event === 'started') {
      record.process = { pid: entry.pid, startTime: entry.startTime, bootId: entry.bootId };
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

async function syncDirectory(directory: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(directory, 'r');
    await handle.sync();
  } finally {
    await handle?.close();
  }
}
