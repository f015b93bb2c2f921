import { someMetrics } from '@hyprbox/testing';
import { describe, expect, it } from 'vitest';
import { statusFiguresOf, withReadings, type Reading } from './recent-readings.js';

const start = Date.parse('2026-01-31T12:00:00Z');

/** What the CPU tells after beats of `[seconds after the start, cpuPct, seconds that the host's clock is ahead]`. */
function cpuAfter(beats: readonly (readonly [number, number, number?])[], intervalSeconds = 15): number | null {
  let recent: Reading[] = [];
  for (const [seconds, cpuPct, aheadSeconds = 0] of beats) {
    const receivedMs = start + seconds * 1000;
    const at = receivedMs + aheadSeconds * 1000;
    recent = withReadings(recent, { at, metrics: someMetrics({ cpuPct }), intervalSeconds, kept: [] }, receivedMs);
  }
  return statusFiguresOf(recent, intervalSeconds).cpuPct;
}

describe('the last minute of a node', () => {
  it('is the mean of its readings', () => {
    expect(
      cpuAfter([
        [0, 10],
        [15, 10],
        [30, 10],
        [45, 90],
      ]),
    ).toBe(30);
  });

  it('forgets what is older', () => {
    expect(
      cpuAfter([
        [0, 99],
        [15, 10],
        [60, 10],
      ]),
    ).toBe(10);
  });

  it.each([
    ['every 5 s', 5, [null, null, null, 97, 97]],
    ['every 15 s', 15, [null, 97, 97, 97, 97]],
    ['every 20 s', 20, [97, 97, 97, 97, 97]],
    ['every 5 min', 300, [97, 97, 97, 97, 97]],
  ])('tells of the CPU once it was watched for twenty seconds: %s', (_, interval, expected) => {
    const beats = expected.map((__, index) => [index * interval, 97] as const);
    expect(beats.map((__, index) => cpuAfter(beats.slice(0, index + 1), interval))).toEqual(expected);
  });

  it.each([5, 10, 15, 19, 20, 45])(
    'still tells of the CPU where two heartbeats in a row are lost: every %i s',
    (interval) => {
      const beats = Array.from({ length: 12 }, (_, index) => [index * interval, 97] as const);
      expect(cpuAfter([...beats, [14 * interval, 97]], interval)).toBe(97);
    },
  );

  it('tells of memory and disk at once', () => {
    const metrics = someMetrics({ cpuPct: 97, memPct: 92, diskPct: 95 });
    const first = withReadings([], { at: start, metrics, intervalSeconds: 5, kept: [] }, start);
    expect(statusFiguresOf(first, 5)).toEqual({ cpuPct: null, memPct: 92, diskPct: 95 });
  });

  it('is the one reading of a host that reports more seldom', () => {
    expect(
      cpuAfter(
        [
          [0, 10],
          [300, 95],
        ],
        300,
      ),
    ).toBe(95);
  });

  it('counts the later of readings that come faster than the interval', () => {
    expect(
      cpuAfter(
        [
          [0, 10],
          [0.01, 10],
          [0.02, 95],
        ],
        20,
      ),
    ).toBe(95);
  });

  it('is not held up by a clock that was ahead', () => {
    expect(
      cpuAfter([
        [0, 99, 240],
        [15, 10],
        [30, 10],
        [45, 10],
        [60, 10],
      ]),
    ).toBe(10);
  });

  it('is not emptied by a clock that steps forward, nor by one that steps back', () => {
    expect(
      cpuAfter(
        [
          [0, 10, -3_600],
          [20, 30, -3_600],
          [40, 50],
        ],
        20,
      ),
    ).toBe(50);
    expect(
      cpuAfter([
        [0, 10],
        [15, 30],
        [30, 50, -3_600],
      ]),
    ).toBe(30);
  });

  it('holds what was kept while nobody could be told', () => {
    const kept = [45, 30, 15, 600].map((secondsAgo, index) => ({
      at: start - secondsAgo * 1000,
      metrics: someMetrics({ cpuPct: secondsAgo === 600 ? 100 : 10 }),
      index,
    }));
    const beat = { at: start, metrics: someMetrics({ cpuPct: 90 }), intervalSeconds: 15, kept };
    expect(statusFiguresOf(withReadings([], beat, start), 15).cpuPct).toBe(30);
  });

  it('is bounded, however often a node reports', () => {
    const beats = Array.from({ length: 500 }, (_, index) => [index * 0.2, 10] as const);
    let recent: Reading[] = [];
    for (const [seconds, cpuPct] of beats) {
      const receivedMs = start + seconds * 1000;
      recent = withReadings(
        recent,
        { at: receivedMs + seconds * 1e6, metrics: someMetrics({ cpuPct }), intervalSeconds: 1, kept: [] },
        receivedMs,
      );
    }
    expect(recent.length).toBeLessThanOrEqual(60);
  });
});
