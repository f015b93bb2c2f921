import { describe, expect, it, vi } from 'vitest';
import { Clock } from './clock.js';

describe('Clock', () => {
  const shift = (ms: number): Date => new Date(Date.now() + ms);
  const apartMs = (clock: Clock, from: Date): number => Math.abs(clock.now().getTime() - from.getTime());

  it('goes by the database on a machine that is ahead or behind, and tells so once', () => {
    for (const ms of [-90_000, 90_000]) {
      const clock = new Clock();
      expect(clock.follow(shift(ms), 2)).toBeCloseTo(-ms, -3);
      expect(clock.follow(shift(ms), 2)).toBeNull();
      expect(apartMs(clock, shift(ms))).toBeLessThan(1_000);
      expect(apartMs(clock, clock.machineNow())).toBeGreaterThan(80_000);
    }
  });

  it('does not follow what the way to the database may account for', () => {
    const clock = new Clock();
    expect(clock.follow(shift(-40), 2)).toBeNull();
    expect(clock.follow(shift(-700), 1_500)).toBeNull();
    expect(clock.now().getTime() - Date.now()).toBeCloseTo(0, -2);
  });

  it('is the machine’s again once that was set right', () => {
    vi.useFakeTimers();
    const clock = new Clock();
    clock.follow(shift(-90_000), 2);
    expect(clock.follow(new Date(), 2)).toBe(0);
    expect(clock.now()).toEqual(new Date());
    vi.useRealTimers();
  });
});
