import { describe, expect, it } from 'vitest';
import { dueAfter, startOf } from './fire-times.js';
import { passedTimes } from './passed-times.js';

const dueAt = new Date('2026-06-01T00:00:00Z');

describe('the start of a firing', () => {
  it('is its due time where there is no jitter', () => {
    expect(startOf({ id: 'x', jitterSeconds: 0 }, dueAt)).toEqual(dueAt);
  });

  it('is put off by the same chance each time, within the jitter, and spread over it', () => {
    const delays = Array.from({ length: 1_000 }, (_, index) => {
      const schedule = { id: `schedule-${index}`, jitterSeconds: 9 };
      expect(startOf(schedule, dueAt)).toEqual(startOf(schedule, dueAt));
      return (startOf(schedule, dueAt).getTime() - dueAt.getTime()) / 1000;
    });
    for (let seconds = 0; seconds <= 9; seconds++) {
      expect(delays.filter((delay) => delay === seconds).length).toBeGreaterThan(50);
    }
    expect(Math.max(...delays)).toBe(9);
  });

  it('is told along with the due time', () => {
    const schedule = { id: 'x', cron: '0 3 * * *', timezone: 'Europe/Berlin', jitterSeconds: 0 };
    const at = new Date('2026-06-01T01:00:00Z');
    expect(dueAfter(schedule, dueAt)).toEqual({ nextAt: at, startsAt: at });
  });
});

describe('times that passed', () => {
  const passed = (cron: string, first: string, until: string) =>
    passedTimes(cron, 'UTC', new Date(first), new Date(until), 100);

  it('are all told where they are few', () => {
    const { newest, ...rest } = passed('0 * * * *', '2026-06-01T01:00:00Z', '2026-06-01T03:59:00Z');
    expect(newest.map((time) => time.getUTCHours())).toEqual([1, 2, 3]);
    expect(rest).toEqual({ earlier: 0, areMore: false });
  });

  it('are counted beyond the newest', () => {
    const { newest, ...rest } = passed('0 * * * *', '2026-06-01T01:00:00Z', '2026-06-08T00:20:00Z');
    expect([newest.length, newest.at(-1)]).toEqual([100, new Date('2026-06-08T00:00:00Z')]);
    expect(rest).toEqual({ earlier: 68, areMore: false });
  });

  it.each([
    ['every minute of a year', '* * * * *', '2025-06-01T00:00:00Z', '2026-06-01T00:00:30Z', '2026-06-01T00:00:00Z'],
    [
      'every minute of one day in each month',
      '* * 1 * *',
      '2021-01-01T00:00:00Z',
      '2026-05-31T00:00:00Z',
      '2026-05-01T23:59:00Z',
    ],
    [
      'every minute of one night',
      '* 0-5 1 1 *',
      '2024-01-01T00:00:00Z',
      '2026-12-31T00:00:00Z',
      '2026-01-01T05:59:00Z',
    ],
  ])('are the newest also of %s, and soon known', (_what, cron, first, until, last) => {
    const before = performance.now();
    const { newest, ...rest } = passed(cron, first, until);
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(newest.length).toBe(100);
    expect(newest.at(-1)).toEqual(new Date(last));
    const minutes = newest.map((time) => time.getTime() / 60_000);
    expect(minutes).toEqual(minutes.map((_, index) => (minutes[0] ?? 0) + index));
    expect(rest).toEqual({ earlier: 900, areMore: true });
  });
});
