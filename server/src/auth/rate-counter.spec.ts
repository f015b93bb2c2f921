import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RateCounter } from './rate-counter.js';

const minute = 60_000;

describe('RateCounter', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('refuses what is over the limit, and says when the window ends', () => {
    const counter = new RateCounter();
    expect(counter.count('a', minute, 2).isBlocked).toBe(false);
    vi.advanceTimersByTime(20_000);
    expect(counter.count('a', minute, 2).isBlocked).toBe(false);
    expect(counter.count('a', minute, 2)).toEqual({
      totalHits: 3,
      timeToExpire: 40,
      isBlocked: true,
      timeToBlockExpire: 40,
    });
  });

  it('starts anew when the window has ended, and counts each caller apart', () => {
    const counter = new RateCounter();
    counter.count('a', minute, 1);
    expect(counter.count('b', minute, 1).isBlocked).toBe(false);
    expect(counter.count('a', minute, 1).isBlocked).toBe(true);
    vi.advanceTimersByTime(minute);
    expect(counter.count('a', minute, 1)).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('forgets callers whose window has ended', () => {
    const counter = new RateCounter();
    for (let i = 0; i < 100; i += 1) counter.count(`caller ${i}`, minute, 1);
    vi.advanceTimersByTime(minute);
    counter.count('another', minute, 1);
    expect(Reflect.get(counter, 'windows')).toHaveProperty('size', 1);
  });
});
