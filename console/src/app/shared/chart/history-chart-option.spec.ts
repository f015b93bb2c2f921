import type { ChartPalette } from './chart-series';
import { historyChartOption } from './history-chart-option';

const palette: ChartPalette = {
  first: '#111111',
  second: '#222222',
  band: '#444444',
  line: '#555555',
  text: '#666666',
  textSecondary: '#777777',
  raised: '#888888',
  font: 'sans-serif',
};
const times = [1000, 2000, 3000];

/** The lines of the option, as far as these tests look at them. */
interface Line {
  id: string;
  data: [number, number | null][];
  symbolSize?: (value: unknown, item: { dataIndex: number }) => number;
}

function linesOf(
  values: (number | null)[],
  edges?: { low: (number | null)[]; high: (number | null)[] },
  silence = 0,
): Line[] {
  const band = edges && { name: 'lowest–highest', ...edges };
  const series = [{ name: 'CPU', colour: 'first' as const, values, band }];
  const input = { times, series, format: String, max: 100, least: 0, steps: 4, silence };
  const option = historyChartOption(input, palette);
  // ECharts types an option's series as unknown.
  return option['series'] as Line[];
}

describe('historyChartOption', () => {
  it('puts each value at its time and leaves gaps open', () => {
    expect(linesOf([10, null, 30])[0]?.data).toEqual([
      [1000, 10],
      [2000, null],
      [3000, 30],
    ]);
  });

  it('joins figures that come as rarely as their host reports', () => {
    expect(linesOf([10, null, 30], undefined, 2000)[0]?.data).toEqual([
      [1000, 10],
      [3000, 30],
    ]);
    expect(linesOf([10, null, 30], undefined, 1999)[0]?.data).toHaveLength(3);
    const [floor, rise] = linesOf([5, null, 7], { low: [1, null, 6], high: [9, null, 8] }, 2000);
    expect([floor?.data, rise?.data].map((points) => points?.map(([, value]) => value))).toEqual([
      [1, 6],
      [8, 2],
    ]);
  });

  it('draws a band from its low to its high edge, open where nothing was measured', () => {
    const [floor, rise] = linesOf([5, null, 7], { low: [1, null, 7], high: [9, null, 7] });
    expect(floor?.data.map(([, value]) => value)).toEqual([1, null, 7]);
    expect(rise?.data.map(([, value]) => value)).toEqual([8, null, 0]);
  });

  it('shows a value alone between gaps as a dot', () => {
    const sizes = (values: (number | null)[]) => {
      const line = linesOf(values)[0];
      return values.map((_, dataIndex) => line?.symbolSize?.(null, { dataIndex }));
    };
    expect(sizes([null, 5, null])).toEqual([0, 4, 0]);
    expect(sizes([4, 5, null])).toEqual([0, 0, 0]);
  });

  it('divides the axis into no more parts than it has room for, on round figures', () => {
    const axisOf = (highest: number, steps: number): unknown => {
      const series = [{ name: 'Load', colour: 'first' as const, values: [0.1, highest, null] }];
      const input = { times, series, format: String, max: null, least: 1, steps, silence: 0 };
      return historyChartOption(input, palette)['yAxis'];
    };
    expect(axisOf(0.3, 4)).toMatchObject({ max: 1, interval: 0.25 });
    expect(axisOf(2_800_000, 2)).toMatchObject({ max: 4_000_000, interval: 2_000_000 });
    expect(axisOf(2_800_000, 4)).toMatchObject({ max: 3_000_000, interval: 1_000_000 });
    expect(axisOf(14.9, 4)).toMatchObject({ max: 15, interval: 5 });
    expect(axisOf(1, 4)).toMatchObject({ max: 1, interval: 0.25 });
  });

  it('draws what the figures are held against along the whole chart, and has room for it', () => {
    const series = [{ name: 'Load', colour: 'first' as const, values: [1, 2, 1] }];
    const levels = [{ name: 'Fires above', value: 8 }];
    const input = { times, series, format: String, max: null, least: 0, steps: 4, silence: 0, levels };
    const option = historyChartOption(input, palette);
    expect((option['series'] as Line[]).at(-1)?.data).toEqual([
      [1000, 8],
      [3000, 8],
    ]);
    expect(option['yAxis']).toMatchObject({ max: 8 });
  });
});
