import type { EChartsCoreOption } from 'echarts/core';
import { chartFrame } from './chart-frame';
import type { ChartPalette, ChartSeries } from './chart-series';

export interface HistoryChartInput {
  /** Milliseconds since the epoch, ascending. */
  times: readonly number[];
  series: readonly ChartSeries[];
  format: (value: number) => string;
  /** The top of the axis; null lets the values decide. */
  max: number | null;
  /** Where the values decide, the axis reaches at least so far. */
  least: number;
  /** Two measured times so many milliseconds apart or less are joined: what lies between is not a gap. */
  silence: number;
}

type Point = [time: number, value: number | null];

/** The option of a chart of figures over time: lines with bands of minimum and maximum, gaps left open. */
export function historyChartOption(input: HistoryChartInput, palette: ChartPalette): EChartsCoreOption {
  const label = { color: palette.textSecondary, fontFamily: palette.font, fontSize: 11 };
  return {
    animation: false,
    grid: { ...chartFrame, outerBoundsMode: 'none' },
    xAxis: {
      type: 'time',
      min: input.times[0],
      max: input.times.at(-1),
      // Few enough that no label has to give way to another: those left over would stand at odd times.
      splitNumber: 5,
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: {
        ...label,
        hideOverlap: true,
        formatter: {
          month: '{MMM}',
          day: '{d} {MMM}',
          hour: '{HH}:{mm}',
          minute: '{HH}:{mm}',
          second: '{HH}:{mm}:{ss}',
        },
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      ...axisTop(input),
      axisLabel: { ...label, hideOverlap: true, formatter: (value: number) => shortened(input.format(value)) },
      splitLine: { lineStyle: { color: palette.line } },
    },
    series: input.series.flatMap((series) => seriesOption(series, input, palette)),
  };
}

/** A top that is given is divided evenly; one that the values decide is left to the chart. */
function axisTop({ max, least, series }: HistoryChartInput) {
  const figures = series.flatMap(({ values, band }) => [...values, ...(band?.max ?? [])]);
  const top = max ?? (least > 0 && figures.every((figure) => (figure ?? 0) < least) ? least : null);
  return top === null ? { splitNumber: 4 } : { max: top, interval: top / 4 };
}

/** Round figures stand along an axis: "20.0 MB/s" is "20 MB/s" there. */
function shortened(figure: string): string {
  return figure.replace(/\.0+(?!\d)/, '');
}

function seriesOption({ name, colour, values, band }: ChartSeries, input: HistoryChartInput, palette: ChartPalette) {
  const drawn = drawnIndexes(values, input);
  const pointsOf = (figures: readonly (number | null)[]): Point[] =>
    drawn.map((index) => [input.times[index] ?? 0, figures[index] ?? null]);
  const data = pointsOf(values);
  const line = {
    id: name,
    name,
    type: 'line',
    data,
    silent: true,
    // A line needs two points: one alone between gaps is drawn as a dot.
    symbol: 'circle',
    symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (isAlone(data, dataIndex) ? 4 : 0),
    connectNulls: false,
    lineStyle: { width: 1.5, color: palette[colour] },
    itemStyle: { color: palette[colour] },
    z: 3,
  };
  if (band === undefined) return [line];
  // A band is two invisible lines on top of each other, the space between them filled.
  const edge = {
    type: 'line',
    stack: `band-${name}`,
    showSymbol: false,
    silent: true,
    lineStyle: { opacity: 0 },
    z: 1,
  };
  const rise = values.map((_, index) => {
    const [min, max] = [band.min[index] ?? null, band.max[index] ?? null];
    return min === null || max === null ? null : max - min;
  });
  return [
    { ...edge, id: `floor-${name}`, data: pointsOf(band.min) },
    { ...edge, id: `rise-${name}`, data: pointsOf(rise), areaStyle: { color: palette.band } },
    line,
  ];
}

/** All but the times without a value that lie between two measured ones which are near enough to be joined. */
function drawnIndexes(values: readonly (number | null)[], { times, silence }: HistoryChartInput): number[] {
  const drawn: number[] = [];
  let last: number | null = null;
  times.forEach((time, index) => {
    if (typeof values[index] !== 'number') {
      drawn.push(index);
      return;
    }
    const near = last !== null && time - (times[last] ?? -Infinity) <= silence;
    if (near) while (drawn.at(-1) !== last) drawn.pop();
    drawn.push(index);
    last = index;
  });
  return drawn;
}

function isAlone(points: readonly Point[], index: number): boolean {
  const measured = (at: number): boolean => typeof points[at]?.[1] === 'number';
  return measured(index) && !measured(index - 1) && !measured(index + 1);
}
