import { describe, expect, it } from 'vitest';
import { pastSeries } from './past-series.js';

const start = Date.parse('2026-05-04T12:00:00.000Z');
const at = (minutes: number): Date => new Date(start + minutes * 60_000);
const figures = (id: string, values: readonly [number, number | null][]) =>
  values.map(([minute, value]) => ({ id, mount: null, at: at(minute), value }));

describe('the figures of the worst targets', () => {
  const some = [
    figures('calm', [[0, 10]]),
    figures('worst', [
      [0, 20],
      [1, 99],
    ]),
    figures('silent', [[0, null]]),
    figures('bad', [
      [1, 70],
      [3, 60],
    ]),
  ];

  it('are those of the worst, on the same times, and null where there was none', () => {
    const series = pastSeries(some, '>', 2, at(4));
    expect(series.map(({ target, points }) => [target.nodeId, points.map(({ value }) => value)])).toEqual([
      ['worst', [20, 99, null, null, null]],
      ['bad', [null, 70, null, 60, null]],
    ]);
    expect(series[1]?.points.map((point) => point.at)).toEqual([0, 1, 2, 3, 4].map((each) => at(each).toISOString()));
  });

  it('are the lowest where that is what is bad', () => {
    expect(pastSeries(some, '<', 1, at(4)).map(({ target }) => target.nodeId)).toEqual(['calm']);
  });

  it('are at most 300 for a week of minutes, with its peaks', () => {
    const week = 7 * 24 * 60;
    const minutes = Array.from({ length: week }, (_, minute): [number, number] => [minute, minute === 5_000 ? 96 : 12]);
    const [series] = pastSeries([figures('web-1', minutes)], '>', 3, at(week));
    expect(series?.points.length).toBeGreaterThan(290);
    expect(series?.points.length).toBeLessThanOrEqual(300);
    expect(series?.points.filter(({ value }) => value === 96)).toHaveLength(1);
    expect(series?.points.filter(({ value }) => value === null).length).toBeLessThanOrEqual(1);
  });

  it('are none where nothing is stored', () => {
    expect(pastSeries([], '>', 3, at(4))).toEqual([]);
  });
});
