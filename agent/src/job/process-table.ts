import { readFileSync, readdirSync } from 'node:fs';

/** One process as /proc/<pid>/stat has it (proc_pid_stat(5)). */
export interface ProcessEntry {
  pid: number;
  state: string;
  processGroup: number;
  session: number;
  /** Clock ticks after boot; with the boot's id it tells a process from a later one of the same number. */
  startTime: number;
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
    processGroup: Number(fields[2]),
    session: Number(fields[3]),
    startTime: Number(fields[19]),
  };
  const numbers = [entry.pid, entry.processGroup, entry.session, entry.startTime];
  return entry.state !== '' && numbers.every(Number.isInteger) ? entry : null;
}

export function readProcess(pid: number): ProcessEntry | null {
  try {
    return parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    // It has ended.
    return null;
  }
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
