import { readFileSync } from 'node:fs';

/**
 * A process id alone may be handed out again, after a reboot or in a new container even to ourselves; with the
 * boot's id and the process's start time it names one process for good.
 */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks from the boot to the process's start. */
  startTime: string;
  bootId: string;
}

/** The identity of a running process; undefined when there is none with that id, or only a zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in brackets and may hold blanks and brackets itself (proc_pid_stat(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startTime = fields[19];
  if (startTime === undefined || state === 'Z' || state === 'X') return undefined;
  return { pid, startTime, bootId: readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? '' };
}

export function isRunning(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid);
  return now !== undefined && now.startTime === identity.startTime && now.bootId === identity.bootId;
}

/** The words a process was started with; undefined when it is gone. */
export function commandLine(pid: number): string[] | undefined {
  return readProc(`/proc/${pid}/cmdline`)?.split('\0').filter(Boolean);
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended, or it is not ours to look at: either way it tells nothing.
    return undefined;
  }
}
