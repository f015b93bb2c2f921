import { describe, expect, it } from 'vitest';
import { Backoff, heavyCalls, lightCalls } from './backoff.js';

describe('Backoff', () => {
  it('doubles the ceiling up to the longest pause', () => {
    const backoff = new Backoff(() => 1, lightCalls);
    expect(Array.from({ length: 8 }, () => backoff.next(null))).toEqual([
      1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000,
    ]);
  });

  it('spreads pauses over the whole range below the ceiling', () => {
    const backoff = new Backoff(() => 0, lightCalls);
    expect(backoff.next(null)).toBe(0);
  });

  it('never returns before Retry-After, and not all agents at once', () => {
    expect(new Backoff(() => 0, lightCalls).next(3000)).toBe(3000);
    expect(new Backoff(() => 1, lightCalls).next(3000)).toBeGreaterThan(3000);
  });

  it('does not let a faulty Retry-After silence the host', () => {
    expect(new Backoff(() => 0, lightCalls).next(86_400_000)).toBe(lightCalls.retryAfterMs);
    expect(new Backoff(() => 0, heavyCalls).next(86_400_000)).toBe(heavyCalls.retryAfterMs);
  });

  it('begins anew after a success', () => {
    const backoff = new Backoff(() => 1, lightCalls);
    backoff.next(null);
    backoff.reset();
    expect(backoff.next(null)).toBe(1000);
  });
});
