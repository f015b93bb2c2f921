import { chartSummary } from './chart-summary';

const times = [Date.parse('2026-01-02T03:00'), Date.parse('2026-01-02T05:00')];
const percent = (value: number): string => `${value}%`;

describe('chart summary', () => {
  it('says when, and the latest, lowest and highest of each figure', () => {
    const series = [
      { name: 'CPU', colour: 'first' as const, values: [40, 20], extremes: { lowest: 5, highest: 90 } },
      { name: 'Memory', colour: 'second' as const, values: [60, null] },
    ];
    expect(chartSummary('Load', times, series, percent)).toBe(
      'Load, 2 Jan 2026, 03:00 to 2 Jan 2026, 05:00. CPU: latest 20%, lowest 5%, highest 90%. ' +
        'Memory: latest 60%, lowest 60%, highest 60%',
    );
  });

  it('says where nothing was measured', () => {
    const series = [{ name: 'CPU', colour: 'first' as const, values: [null, null] }];
    expect(chartSummary('CPU', times, series, percent)).toContain('CPU: nothing measured');
  });

  it('says what the figures are held against, and what happened', () => {
    const series = [{ name: 'CPU', colour: 'first' as const, values: [40, 95] }];
    const levels = [{ name: 'Fires above', value: 90 }];
    const marks = [{ at: times[1] ?? 0, label: 'Fired', tone: 'critical' as const }];
    expect(chartSummary('CPU', times, series, percent, { levels, marks })).toMatch(
      /highest 95%\. Fires above: 90%\. Fired at 2 Jan 2026, 05:00$/,
    );
  });

  it('says what lasted, as far as anybody listens', () => {
    const [from = 0, to = 0] = times;
    const stretch = { from, to, label: 'Would have fired', tone: 'critical' as const };
    const told = (count: number): string =>
      chartSummary('CPU', times, [], percent, { stretches: Array.from({ length: count }, () => stretch) });
    expect(told(1)).toMatch(/Would have fired from 2 Jan 2026, 03:00 to 2 Jan 2026, 05:00$/);
    expect(told(12)).toMatch(/And 2 more times$/);
  });
});
