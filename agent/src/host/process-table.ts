import { readFileSync, readdirSync } from 'node:fs';

/** One process as /proc/<pid>/stat has it (proc_pid_stat(5)). */
export interface ProcessEntry {
  pid: number;
  state: string;
  parent: number;
  processGroup: number;
  session: number;
  /** Clock ticks after boot; with the boot's id it tells a process from a later one of the same number. */
  startTime: number;
  /** Those of a zombie are one, itself, unless others have outlived its first. */
  threads: number;
  /** How it ended, as wait(2) tells it: of a zombie, and 0 for whoever may not trace it. */
  waitStatus: number;
}

/** What names one process for ever: numbers are used again, a start time within one boot is not. */
export interface ProcessIdentity {
  pid: number;
  startTime: number;
  bootId: string;
}

const processesBetweenTurns = 128;

/** The command's name stands in parentheses and may hold any character, so fields are counted from the last one. */
export function parseProcessStat(text: string): ProcessEntry | null {
  const pid = Number.parseInt(text, 10);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const entry = {
    pid,
    state: fields[0] ?? '',
    parent: Number(fields[1]),
    processGroup: Number(fields[2]),
    session: Number(fields[3]),
    startTime: Number(fields[19]),
    threads: Number(fields[17]),
    waitStatus: Number(fields[49]),
  };
  const { state, ...numbers } = entry;
  return state !== '' && Object.values(numbers).every(Number.isInteger) ? entry : null;
}

export function readProcess(pid: number): ProcessEntry | null {
  try {
    return parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    // It has ended.
    return null;
  }
}

/** The process of that number as it is now, so that it is known again later; null when it has ended. */
export function identify(pid: number): ProcessIdentity | null {
  const entry = readProcess(pid);
  return entry && { pid, startTime: entry.startTime, bootId: readBootId() };
}

/** Whether it still runs: neither ended, nor a zombie, nor a later process of its number. */
export function isRunning({ pid, startTime, bootId }: ProcessIdentity): boolean {
  const entry = readProcess(pid);
  return entry !== null && entry.startTime === startTime && isLiving(entry) && bootId === readBootId();
}

/** A zombie only waits to be reaped; but where the first thread has ended before the others, they run on (pthread_exit(3)). */
export function isLiving({ state, threads }: ProcessEntry): boolean {
  return (state !== 'Z' && state !== 'X') || threads > 1;
}

/** What it was started with, also when its first thread has ended. Empty when it has ended, or is another user's. */
export function environmentOf({ pid, state }: ProcessEntry): Buffer {
  try {
    return readFileSync(`/proc/${state === 'Z' ? livingThread(pid) : pid}/environ`);
  } catch {
    return Buffer.alloc(0);
  }
}

/** @throws when there is none */
function livingThread(pid: number): string {
  const living = readdirSync(`/proc/${pid}/task`).find((thread) => thread !== String(pid));
  if (living === undefined) throw new Error(`process ${pid} has ended`);
  return `${pid}/task/${living}`;
}

export function readBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
}

/** The names of /proc that are processes. */
export function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number);
}

/** Reads the whole table, letting other work through: a busy host has thousands of processes. */
export async function readProcesses(): Promise<ProcessEntry[]> {
  const entries: ProcessEntry[] = [];
  let read = 0;
  for (const pid of processIds()) {
    const entry = readProcess(pid);
    if (entry !== null) entries.push(entry);
    read += 1;
    if (read % processesBetweenTurns === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return entries;
}
