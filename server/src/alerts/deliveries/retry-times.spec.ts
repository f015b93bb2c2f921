import { describe, expect, it } from 'vitest';
import { givenUpAfterSeconds, nextTry } from './retry-times.js';

const now = new Date('2026-01-31T12:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

function secondsUntil(attempts: number, result: object = {}, createdAt = now): number | null {
  const at = nextTry({ permanent: false, ...result }, { attempts, createdAt, now });
  return at && (at.getTime() - now.getTime()) / 1000;
}

describe('when a delivery is tried again', () => {
  it('is later each time, up to half an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 40].map((attempts) => secondsUntil(attempts))).toEqual([
      5, 15, 60, 300, 900, 1800, 1800, 1800,
    ]);
  });

  it('is never, where another try would not help, and after a day', () => {
    expect(secondsUntil(1, { permanent: true })).toBeNull();
    expect(secondsUntil(50, {}, hoursAgo(23.4))).toBe(1800);
    expect(secondsUntil(50, {}, hoursAgo(23.6))).toBeNull();
    expect(secondsUntil(50, {}, new Date(now.getTime() - givenUpAfterSeconds * 1000 + 1_800_000))).toBe(1800);
  });

  it('is when the service wants it, within an hour', () => {
    expect(secondsUntil(1, { retryAfterSeconds: 2 })).toBe(2);
    expect(secondsUntil(1, { retryAfterSeconds: 120 })).toBe(120);
    expect(secondsUntil(1, { retryAfterSeconds: 86_400 })).toBe(3600);
    expect(secondsUntil(1, { retryAfterSeconds: 0 })).toBe(5);
    expect(secondsUntil(30, { retryAfterSeconds: 1 })).toBe(1800);
  });
});
