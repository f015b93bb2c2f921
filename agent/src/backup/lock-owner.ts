import { readFileSync } from 'node:fs';
import { isLiving, readProcess } from '../host/process-table.js';
import { fieldsOf, numberOf, textOf } from './restic-json.js';

/** A lock file of a repository, as `restic cat lock` prints it. */
export interface RepositoryLock {
  at: Date;
  exclusive: boolean;
  host: string;
  user: string;
  pid: number;
}

/** This host, as far as it tells whether the owner of a lock lives. */
export interface LockHost {
  name: string;
  /** When the process began; null when there is none, and the beginning of time when that cannot be seen. */
  startOf(pid: number): Date | null;
}

/** `restic unlock` takes every lock for stale that is older than this, wherever its owner is (restic, lock.go). */
const staleAfterMs = 30 * 60_000;
/** The clock may have been set since the lock was made. */
const clockSpareMs = 60_000;
/** The unit of start times in /proc (USER_HZ), the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

export function readLock(value: unknown): RepositoryLock | null {
  const fields = fieldsOf(value);
  const at = new Date(textOf(fields?.time) ?? '');
  const host = textOf(fields?.hostname);
  const pid = numberOf(fields?.pid);
  if (host === null || pid === null || Number.isNaN(at.getTime())) return null;
  return { at, exclusive: fields?.exclusive === true, host, user: textOf(fields?.username) ?? '', pid };
}

/** Known dead: of this host, and its process is gone, or its number belongs to one that began later. */
export function isOwnerDead(lock: RepositoryLock, host: LockHost): boolean {
  if (lock.host !== host.name) return false;
  const start = host.startOf(lock.pid);
  return start === null || start.getTime() > lock.at.getTime() + clockSpareMs;
}

/**
 * Whether `restic unlock` may be run: it would take away at least one lock, and none whose owner may live. Its own
 * notion also covers locks of other hosts that are merely old, which a long backup's is after a pause of its machine.
 */
export function mayUnlock(locks: readonly RepositoryLock[], host: LockHost, now: Date): boolean {
  const stale = locks.filter(
    (lock) =>
      now.getTime() - lock.at.getTime() > staleAfterMs || (lock.host === host.name && host.startOf(lock.pid) === null),
  );
  return stale.length > 0 && stale.every((lock) => isOwnerDead(lock, host));
}

export function lockHost(name: string): LockHost {
  return { name, startOf };
}

function startOf(pid: number): Date | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Anything but "no such process" means that there is one, which belongs to somebody else.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return null;
  }
  const entry = readProcess(pid);
  if (entry !== null && !isLiving(entry)) return null;
  const bootSeconds = Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'latin1'))?.[1]);
  return entry === null ? new Date(0) : new Date((bootSeconds + entry.startTime / ticksPerSecond) * 1000);
}

export function describeLock({ at, exclusive, host, user, pid }: RepositoryLock): string {
  return `${exclusive ? 'exclusively ' : ''}by process ${pid} of ${user === '' ? '' : `${user}@`}${host} since ${at.toISOString()}`;
}
