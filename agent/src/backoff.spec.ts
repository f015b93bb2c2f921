import { describe, expect, it } from 'vitest';
import { Backoff, longestBackoffMs, longestRetryAfterMs } from './backoff.js';

describe('Backoff', () => {
  it('doubles the ceiling up to the longest pause', () => {
    const backoff = new Backoff(() => 1);
    expect(Array.from({ length: 8 }, () => backoff.next(null))).toEqual([
      1000,
      2000,
      4000,
      8000,
      16000,
      32000,
      longestBackoffMs,
      longestBackoffMs,
    ]);
  });

  it('spreads pauses over the whole range below the ceiling', () => {
    const backoff = new Backoff(() => 0);
    expect(backoff.next(null)).toBe(0);
  });

  it('never returns before Retry-After, and not all agents at once', () => {
    expect(new Backoff(() => 0).next(3000)).toBe(3000);
    expect(new Backoff(() => 1).next(3000)).toBeGreaterThan(3000);
  });

  it('does not let a faulty Retry-After silence the host', () => {
    expect(new Backoff(() => 0).next(86_400_000)).toBe(longestRetryAfterMs);
  });

  it('begins anew after a success', () => {
    const backoff = new Backoff(() => 1);
    backoff.next(null);
    backoff.reset();
    expect(backoff.next(null)).toBe(1000);
  });
});
