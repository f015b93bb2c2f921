import { describe, expect, it } from 'vitest';
import type { LockHost } from './lock-owner.js';
import { isOwnerDead, lockHost, mayUnlock, readLock } from './lock-owner.js';

const now = new Date('2026-06-01T12:00:00Z');
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const lock = (fields: object = {}): NonNullable<ReturnType<typeof readLock>> => {
  const read = readLock({
    time: minutesAgo(10).toISOString(),
    exclusive: false,
    hostname: 'here',
    username: 'root',
    pid: 100,
    ...fields,
  });
  if (read === null) throw new Error('not a lock');
  return read;
};
const host = (starts: Record<number, Date>): LockHost => ({ name: 'here', startOf: (pid) => starts[pid] ?? null });

describe('the owner of a lock', () => {
  it('is dead when its process is gone, or its number belongs to a later one', () => {
    expect(isOwnerDead(lock(), host({}))).toBe(true);
    expect(isOwnerDead(lock(), host({ 100: minutesAgo(5) }))).toBe(true);
  });

  it('may live when its process began before the lock, or is of another host', () => {
    expect(isOwnerDead(lock(), host({ 100: minutesAgo(11) }))).toBe(false);
    expect(isOwnerDead(lock({ hostname: 'there' }), host({}))).toBe(false);
  });

  it('is seen for a process of this machine', () => {
    const own = lock({ time: new Date().toISOString(), pid: process.pid });
    expect(isOwnerDead(own, lockHost('here'))).toBe(false);
    expect(isOwnerDead({ ...own, at: new Date(0) }, lockHost('here'))).toBe(true);
    expect(lockHost('here').startOf(2 ** 22 + 1)).toBeNull();
  });
});

describe('restic unlock', () => {
  it('may be run where all that it would take away belongs to the dead', () => {
    expect(mayUnlock([lock()], host({}), now)).toBe(true);
    expect(mayUnlock([lock(), lock({ hostname: 'there' })], host({}), now)).toBe(true);
    expect(mayUnlock([lock({ time: minutesAgo(40).toISOString() })], host({ 100: minutesAgo(20) }), now)).toBe(true);
  });

  it('may not be run where it would take away an old lock of another host, or one that lives', () => {
    const old = { time: minutesAgo(40).toISOString() };
    expect(mayUnlock([lock(), lock({ hostname: 'there', ...old })], host({}), now)).toBe(false);
    expect(mayUnlock([lock(old)], host({ 100: minutesAgo(50) }), now)).toBe(false);
  });

  it('is not run where it would take away nothing', () => {
    expect(mayUnlock([], host({}), now)).toBe(false);
    expect(mayUnlock([lock({ hostname: 'there' })], host({}), now)).toBe(false);
  });
});

it('is no lock without its owner', () => {
  for (const value of [null, 'x', {}, { time: 'x', hostname: 'h', pid: 1 }]) expect(readLock(value)).toBeNull();
});
