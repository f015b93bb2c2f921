import { someMetrics } from '@hyprbox/testing';
import { describe, expect, it } from 'vitest';
import { refilled, withinBudget } from './sample-budget.js';

const samples = (count: number, metrics = someMetrics()) =>
  Array.from({ length: count }, (_, at) => ({ nodeId: 'web-1', at, metrics, late: false }));

describe('the budget of a node’s samples', () => {
  it.each([1, 5, 10, 15])('covers two days that were kept of one every %i s, and what comes meanwhile', (interval) => {
    const kept = Math.min(50_000, (48 * 3_600) / interval);
    expect(withinBudget(samples(kept), refilled(null, 0)).refused).toEqual([]);
  });

  it('covers one sample a second for ever', () => {
    let credit = 0;
    for (let second = 0; second < 10_000; second++) {
      const { refused, left } = withinBudget(samples(1), refilled(credit, 1));
      expect(refused).toEqual([]);
      credit = left;
    }
  });

  it('refuses what is over it, and never grows beyond its bound', () => {
    const { taken, refused, left } = withinBudget(samples(100_000), refilled(null, 1e9));
    expect([taken.length, refused.length]).toEqual([60_000, 40_000]);
    expect(withinBudget(samples(1), left).refused).toHaveLength(1);
  });

  it('counts a sample with long lists as several', () => {
    const filesystems = Array.from({ length: 64 }, (_, index) => ({
      mount: `/${'x'.repeat(1_000)}${index}`,
      fsType: 'ext4',
      usedBytes: 1,
      totalBytes: 2,
    }));
    expect(withinBudget(samples(1, someMetrics({ filesystems })), 100).left).toBeLessThan(90);
  });
});
