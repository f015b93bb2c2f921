import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isCode } from '../error-code.js';
import type { Log } from '../log.js';
import { describe } from '../log.js';
import { groupsOf } from './cgroup-tree.js';
import { parseMounts } from '../host/mounts.js';

const prefix = 'job-';

/**
 * Enters a cgroup, named by the first argument unless it is empty, and becomes the program that the others name. Where it
 * can't be entered, the program runs all the same.
 */
export const enterCgroupScript = `[ -z "$1" ] || echo "$BASHPID" 2>/dev/null >"$1/cgroup.procs"; shift; exec "$@"`;

/**
 * A control group (cgroups(7), version 2) for each execution, below the agent's own: no process leaves it by a session of
 * its own or by dropping its environment. Nothing is limited by it.
 */
export class JobCgroups {
  /** Those of executions that are over, in which something lives on. */
  private readonly lingering = new Set<string>();
  private isFaultTold = false;

  constructor(
    private readonly log: Log,
    private readonly own: () => string | null = ownCgroup,
  ) {}

  /** Removes what earlier runs left empty. */
  start(): void {
    const own = this.own();
    if (own === null) return;
    for (const name of readdirSync(own)) if (name.startsWith(prefix)) this.removeDirectory(join(own, name));
  }

  /** Null where there can't be one. */
  make(mark: string): string | null {
    for (const path of this.lingering) this.removeDirectory(path);
    try {
      const own = this.own();
      if (own === null) throw new Error('there is no cgroup hierarchy of version 2');
      const path = join(own, `${prefix}${mark}`);
      mkdirSync(path);
      if (existsSync(killFile(path))) return path;
      rmdirSync(path);
      throw new Error('the kernel is older than 5.14');
    } catch (error) {
      if (!this.isFaultTold) this.log.warn(`executions have no control groups of their own: ${describe(error)}`);
      this.isFaultTold = true;
      return null;
    }
  }

  /** That of an execution that runs, also if an earlier run of the agent has begun it. */
  find(mark: string): string | null {
    return cgroupOf(mark, this.own());
  }

  /** Takes it away as soon as nothing is left in it: a daemon that a script has started may stay. */
  remove(mark: string): void {
    const path = this.find(mark);
    if (path !== null) this.removeDirectory(path);
  }

  private removeDirectory(path: string): void {
    if (isPopulated(path)) {
      this.lingering.add(path);
      return;
    }
    try {
      for (const each of groupsOf(path)) rmdirSync(each);
      this.lingering.delete(path);
    } catch (error) {
      if (isCode(error, 'ENOENT')) this.lingering.delete(path);
      else if (isCode(error, 'EBUSY')) this.lingering.add(path);
      else this.log.warn(`the control group ${basename(path)} cannot be removed: ${describe(error)}`);
    }
  }
}

/** Null when that execution has none. */
export function cgroupOf(mark: string, own = ownCgroup()): string | null {
  if (own === null) return null;
  const path = join(own, `${prefix}${mark}`);
  return existsSync(path) ? path : null;
}

/**
 * Those in it and below it, as far as can be told: what a job has made of its group must not cost it its end. Whether that
 * is all of them says `isPopulated`.
 */
export function membersOfCgroup(path: string): number[] {
  const members: number[] = [];
  if (!isPopulated(path)) return members;
  try {
    for (const each of groupsOf(path)) members.push(...processesIn(each));
  } catch {
    // Removed meanwhile, or too many; the kernel ends them all at once.
  }
  return members;
}

/** Whether a process lives in it or below it. */
export function isPopulated(path: string): boolean {
  try {
    return /^populated 1$/m.test(readFileSync(join(path, 'cgroup.events'), 'latin1'));
  } catch {
    // Removed meanwhile.
    return false;
  }
}

function processesIn(path: string): number[] {
  try {
    return readFileSync(join(path, 'cgroup.procs'), 'latin1').split('\n').filter(Boolean).map(Number);
  } catch {
    // Removed meanwhile; or a group of threads, whose processes are listed above it.
    return [];
  }
}

/** Kills whatever is in it and below it, also what is being started. */
export function killCgroup(path: string): void {
  try {
    writeFileSync(killFile(path), '1');
  } catch {
    // Removed meanwhile; or not ours to end, and its members are signalled one by one.
  }
}

function killFile(path: string): string {
  return join(path, 'cgroup.kill');
}

/** The directory of this process's own cgroup of version 2; null where there is none. */
function ownCgroup(): string | null {
  const path = /^0::(\/.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  const mounts = parseMounts(readFileSync('/proc/self/mountinfo', 'latin1'));
  const mount = mounts.find(({ fsType, root }) => fsType === 'cgroup2' && root === '/');
  return path === undefined || mount === undefined ? null : join(mount.path.toString(), path);
}
