import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isCode } from './error-code.js';
import { describe } from './log.js';
import type { ProcessIdentity } from './host/process-table.js';
import { isRunning, readBootId, readProcess } from './host/process-table.js';

const lockName = 'hyprnode.pid';
/** With less room than this an execution could not even be noted together with its end and some output. */
const freeBytesMin = 4 * 1024 * 1024;

/** The directory cannot be used; the message says why. */
export class StateDirectoryError extends Error {}

/** The agent's directory, held by one agent at a time. */
export class StateDirectory {
  private constructor(readonly path: string) {}

  /** @throws StateDirectoryError when it cannot be written, or another agent uses it */
  static take(wanted: string): StateDirectory {
    try {
      mkdirSync(wanted, { recursive: true, mode: 0o700 });
      const path = realpathSync(wanted);
      lock(path);
      return new StateDirectory(path);
    } catch (error) {
      if (error instanceof StateDirectoryError) throw error;
      throw new StateDirectoryError(`HYPRBOX_STATE_DIR ${wanted} cannot be used: ${describe(error)}`);
    }
  }

  get executions(): string {
    return guardPlaces(this.path).executionsDirectory;
  }

  get guard(): string {
    return guardPlaces(this.path).path;
  }

  get pipes(): string {
    return join(this.path, 'pipes');
  }

  get samples(): string {
    return join(this.path, 'samples.jsonl');
  }

  /** What was carried out, and what came of it. */
  get history(): string {
    return join(this.path, 'history');
  }

  get timeline(): string {
    return join(this.path, 'timeline');
  }

  /** Restic's cache, and what is being restored. */
  get backups(): string {
    return join(this.path, 'vault');
  }

  /**
   * Makes again what is missing of it. Null when work can be taken; else why not: what cannot be noted must not be run.
   */
  fault(): string | null {
    const probe = join(this.executions, '.probe');
    try {
      mkdirSync(this.executions, { recursive: true, mode: 0o700 });
      if (!existsSync(join(this.path, lockName))) lock(this.path);
      try {
        writeFileSync(probe, 'probe', { mode: 0o600 });
      } finally {
        // On a full disk the file is made, and stays empty.
        rmSync(probe, { force: true });
      }
      const { bavail, bsize } = statfsSync(this.path);
      return bavail * bsize < freeBytesMin ? 'its disk is full' : null;
    } catch (error) {
      return describe(error);
    }
  }

  release(): void {
    rmSync(join(this.path, lockName), { force: true });
  }
}

/** What the guard needs of a state directory, which it does not hold. */
export function guardPlaces(directory: string): { executionsDirectory: string; path: string } {
  return { executionsDirectory: join(directory, 'executions'), path: join(directory, 'guard.pid') };
}

function lock(directory: string): void {
  const path = join(directory, lockName);
  const own = `${path}.${process.pid}`;
  const me: ProcessIdentity = {
    pid: process.pid,
    startTime: readProcess(process.pid)?.startTime ?? 0,
    bootId: readBootId(),
  };
  writeFileSync(own, JSON.stringify(me), { mode: 0o600 });
  try {
    // Linked when it is whole, so that nobody reads a half-written lock.
    while (!linked(own, path)) removeStale(directory, path);
  } finally {
    unlinkSync(own);
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Takes away the lock of an agent that is gone. */
function removeStale(directory: string, path: string): void {
  const found = read(path);
  if (found === null) return;
  refuseLiving(directory, found);
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  const moved = read(aside);
  // Between the reading and the renaming another agent may have taken the directory: give its lock back.
  if (moved !== null && moved !== found) linked(aside, path);
  unlinkSync(aside);
}

function refuseLiving(directory: string, lockText: string): void {
  const holder = parse(lockText);
  // Also one that has ended and was not reaped, as in a container without an init, holds nothing any more.
  if (holder === null || !isRunning(holder)) return;
  throw new StateDirectoryError(
    `HYPRBOX_STATE_DIR ${directory} is used by another agent (process ${holder.pid}): stop it, or set another directory`,
  );
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function parse(text: string): ProcessIdentity | null {
  try {
    // Only an agent writes this file; anything else in it does not name a living process.
    return JSON.parse(text) as ProcessIdentity | null;
  } catch {
    return null;
  }
}
