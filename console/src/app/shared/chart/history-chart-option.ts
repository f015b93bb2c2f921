import type { EChartsCoreOption } from 'echarts/core';
import { chartFrame } from './chart-frame';
import type { ChartLevel } from './chart-marks';
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
  /** Into so many parts the axis is divided at most: a low chart has no room for more labels. */
  steps: number;
  /** Two measured times so many milliseconds apart or less are joined: what lies between is not a gap. */
  silence: number;
  /** The axis reaches to each of them. */
  levels?: readonly ChartLevel[];
}

type Point = [time: number, value: number | null];

/** The option of a chart of figures over time: lines, with bands of what they are the means of, gaps left open. */
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
    series: [
      ...input.series.flatMap((series) => seriesOption(series, input, palette)),
      ...(input.levels ?? []).map((level) => levelOption(level, input.times, palette)),
    ],
  };
}

/** A top that is given is divided evenly; one that the values decide stands on round figures. */
function axisTop({ max, least, steps, series, levels = [] }: HistoryChartInput) {
  const measured = series.flatMap(({ values, band }) => [...values, ...(band?.high ?? [])]);
  const figures = [...measured, ...levels.map(({ value }) => value)];
  const highest = figures.reduce<number>((top, figure) => Math.max(top, figure ?? 0), 0);
  const top = max ?? (highest < least ? least : null);
  if (top !== null) return { max: top, interval: top / steps };
  const interval = roundUp(highest / steps);
  // ECharts' own division has more labels than were asked for, and they stand on each other where there is no room.
  return { max: interval * Math.max(1, Math.ceil(highest / interval)), interval };
}

/** The next of 1, 2, 2.5 and 5 times a power of ten. */
function roundUp(figure: number): number {
  if (figure <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(figure));
  return power * ([1, 2, 2.5, 5].find((step) => figure <= step * power) ?? 10);
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
    const [low, high] = [band.low[index] ?? null, band.high[index] ?? null];
    return low === null || high === null ? null : high - low;
  });
  return [
    { ...edge, id: `floor-${name}`, data: pointsOf(band.low) },
    { ...edge, id: `rise-${name}`, data: pointsOf(rise), areaStyle: { color: palette.band } },
    line,
  ];
}

function levelOption({ name, value }: ChartLevel, times: readonly number[], palette: ChartPalette) {
  const ends = [times[0], times.at(-1)].filter((time) => time !== undefined);
  return {
    id: `level-${name}`,
    name,
    type: 'line',
    data: ends.map((time): Point => [time, value]),
    silent: true,
    showSymbol: false,
    lineStyle: { width: 1, type: 'dashed', color: palette.textSecondary },
    z: 2,
  };
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
