import { describe, expect, it } from 'vitest';
import { pastSpans } from './past-spans.js';

const start = Date.parse('2026-05-04T12:00:00.000Z');
const at = (minutes: number): Date => new Date(start + minutes * 60_000);
const condition = {
  metric: 'cpuPct',
  op: '>',
  fire: 90,
  clear: 80,
  aggregate: 'MEAN',
  windowSeconds: 300,
} as const;
const patience = { forSeconds: 120, keepSeconds: 0, severity: 'WARNING', isHigherWorse: true } as const;
const figures = (values: readonly [number, number][]) =>
  values.map(([minute, value]) => ({ id: 'web-1', mount: null, at: at(minute), value }));
const spans = (values: readonly [number, number][]) => pastSpans(figures(values), condition, patience, at(60));

describe('the past of a rule', () => {
  it('fires where it lasted long enough, with its peak', () => {
    expect(
      spans([
        [0, 50],
        [1, 95],
        [2, 97],
        [3, 99],
        [4, 85],
        [5, 60],
        [6, 95],
        [7, 40],
      ]),
    ).toEqual([{ target: { nodeId: 'web-1' }, from: at(3).toISOString(), to: at(5).toISOString(), peak: 99 }]);
  });

  it('ends where nothing more was heard, and goes on to now where it has not ended', () => {
    expect(
      spans([
        [0, 95],
        [2, 95],
        [40, 95],
        [42, 95],
        [50, 95],
      ]).map(({ from, to }) => [from, to]),
    ).toEqual([
      [at(2).toISOString(), at(2).toISOString()],
      [at(42).toISOString(), at(60).toISOString()],
    ]);
  });
});
