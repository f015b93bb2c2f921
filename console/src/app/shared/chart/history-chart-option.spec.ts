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
  band?: { min: (number | null)[]; max: (number | null)[] },
  silence = 0,
): Line[] {
  const series = [{ name: 'CPU', colour: 'first' as const, values, band }];
  const option = historyChartOption({ times, series, format: String, max: 100, least: 0, silence }, palette);
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
    const [floor, rise] = linesOf([5, null, 7], { min: [1, null, 6], max: [9, null, 8] }, 2000);
    expect([floor?.data, rise?.data].map((points) => points?.map(([, value]) => value))).toEqual([
      [1, 6],
      [8, 2],
    ]);
  });

  it('draws a band from the lowest to the highest, open where nothing was measured', () => {
    const [floor, rise] = linesOf([5, null, 7], { min: [1, null, 7], max: [9, null, 7] });
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

  it('divides the least axis evenly while all figures are below its top, and leaves a higher one to the chart', () => {
    const axisOf = (values: number[]): unknown => {
      const series = [{ name: 'Load', colour: 'first' as const, values }];
      return historyChartOption({ times, series, format: String, max: null, least: 1, silence: 0 }, palette)['yAxis'];
    };
    expect(axisOf([0.1, 0.2, 0.3])).toMatchObject({ max: 1, interval: 0.25 });
    expect(axisOf([0.1, 2, 0.3])).not.toHaveProperty('max');
  });
});
