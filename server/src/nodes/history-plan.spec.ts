import { defaultSettings } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { planFleetHistory, planHistory, planNodeHistory } from './history-plan.js';

const { retention } = defaultSettings;
const now = Date.parse('2026-01-31T12:34:56.789Z');
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const newest = (spanMs: number, points: number) => ({ fromMs: now - spanMs, toMs: now + 1, points });

describe('planHistory', () => {
  it.each([
    ['1h', hourMs, 60, '1m', 60, 60],
    ['1h', hourMs, 30, '1m', 120, 30],
    ['1h', hourMs, 1000, null, 4, 900],
    ['6h', 6 * hourMs, 240, null, 90, 240],
    ['24h', dayMs, 48, '10m', 1800, 48],
    ['7d', 7 * dayMs, 168, '1h', 3600, 168],
    ['7d', 7 * dayMs, 1000, '1m', 660, 917],
    ['30d', 30 * dayMs, 1000, '10m', 3000, 864],
    ['1y', 365 * dayMs, 1000, '1h', 32400, 974],
    ['1y', 365 * dayMs, 365, '1h', 86400, 365],
  ])('reads %s (%i ms) in %i points from %s, in buckets of %i s', (_, spanMs, points, source, step, count) => {
    const plan = planHistory(newest(spanMs, points), retention, now);
    expect([plan.source?.name ?? null, plan.stepSeconds]).toEqual([source, step]);
    expect(Math.abs(plan.count - count)).toBeLessThanOrEqual(1);
    expect(plan.count).toBeLessThanOrEqual(points);
  });

  it('aligns its buckets to the epoch and ends with the one that holds the newest sample', () => {
    for (const points of [1, 7, 30, 60, 120, 999]) {
      const { startMs, stepSeconds, count } = planHistory(newest(hourMs, points), retention, now);
      const stepMs = stepSeconds * 1000;
      const lastMs = startMs + (count - 1) * stepMs;
      expect(startMs % stepMs).toBe(0);
      expect(lastMs <= now && now < lastMs + stepMs).toBe(true);
      expect(count).toBeLessThanOrEqual(points);
    }
  });

  it('covers exactly what was asked for where that is aligned', () => {
    const fromMs = Date.parse('2026-01-31T10:00:00Z');
    const plan = planHistory({ fromMs, toMs: fromMs + hourMs, points: 60 }, retention, now);
    expect(plan).toMatchObject({ startMs: fromMs, stepSeconds: 60, count: 60 });
  });

  it('takes a coarser source where the finer ones do not reach back that far', () => {
    const hourLong = (daysAgo: number) =>
      planHistory(
        { fromMs: now - daysAgo * dayMs, toMs: now - daysAgo * dayMs + hourMs, points: 1000 },
        retention,
        now,
      );
    expect(hourLong(1).source).toBeNull();
    expect(hourLong(20)).toMatchObject({ source: { name: '1m' }, stepSeconds: 60 });
    expect(hourLong(100)).toMatchObject({ source: { name: '10m' }, stepSeconds: 600 });
    expect(hourLong(300)).toMatchObject({ source: { name: '1h' }, stepSeconds: 3600 });
    expect(hourLong(1000)).toMatchObject({ source: { name: '1h' }, stepSeconds: 3600 });
  });
});

describe('planNodeHistory', () => {
  it.each([
    ['the newest day', 'p5-p95', newest(dayMs, 288)],
    ['as many samples as are read', 'p5-p95', newest(100_000_000 - 1, 288)],
    ['a few more', 'min-max', newest(100_000_000 + 5_000, 288)],
    ['the oldest day whose samples are kept', 'p5-p95', { ...newest(7 * dayMs, 24), toMs: now - 6 * dayMs }],
    ['a day that begins before that', 'min-max', { ...newest(7 * dayMs + 1000, 24), toMs: now - 6 * dayMs }],
    ['an hour of last year', 'min-max', { ...newest(200 * dayMs, 60), toMs: now - 200 * dayMs + hourMs }],
  ] as const)('tells the spread of %s by %s', (_, band, wish) => {
    const plan = planNodeHistory(wish, retention, now, 1 / 5);
    expect(plan.band).toBe(band);
    const { stepSeconds, startMs, count } = planHistory(wish, retention, now);
    expect(plan).toMatchObject({ stepSeconds, startMs, count });
  });
});

describe('planFleetHistory', () => {
  it('reads the samples of few nodes for nothing but their percentiles, and never those of many', () => {
    for (const points of [10, 60, 200, 1000]) {
      const { source, stepSeconds, band } = planFleetHistory(newest(hourMs, points), retention, now, 80 / 15);
      expect([source === null, band]).toEqual([false, 'p5-p95']);
      expect(planFleetHistory(newest(hourMs, points), retention, now, 90 / 15).band).toBe('min-max');
      expect(stepSeconds % 60).toBe(0);
    }
  });
});
