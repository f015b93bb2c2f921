import type { ChartTick } from './chart-marks';
import { tickGroups } from './tick-groups';

const span = { from: 0, to: 1000 };
const tick = (at: number, change: Partial<ChartTick> = {}): ChartTick => ({
  at,
  label: `at ${at}`,
  tone: 'good',
  shape: 'dot',
  link: ['/there', String(at)],
  ...change,
});

describe('tickGroups', () => {
  it('has those that the axis has, from left to right', () => {
    const groups = tickGroups([tick(900), tick(-1), tick(100), tick(1001)], span);
    expect(groups.map(({ left, label }) => [left, label])).toEqual([
      [10, 'at 100'],
      [90, 'at 900'],
    ]);
  });

  it('makes one of those that would lie on each other, as bad as the worst of them', () => {
    const groups = tickGroups([tick(100), tick(110, { tone: 'critical', shape: 'diamond' }), tick(130)], span);
    expect(groups.map(({ ticks, tone, shape }) => [ticks.length, tone, shape])).toEqual([
      [2, 'critical', 'diamond'],
      [1, 'good', 'dot'],
    ]);
  });

  it('names a few of many', () => {
    const [group] = tickGroups(
      Array.from({ length: 12 }, () => tick(5)),
      span,
    );
    expect(group?.label.split('\n')).toHaveLength(9);
    expect(group?.label).toMatch(/and 4 more$/);
  });
});
