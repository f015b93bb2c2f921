import type { EChartsCoreOption } from 'echarts/core';
import type { ChartPalette, ChartSeries } from './chart-series';

export interface HistoryChartInput {
  /** Milliseconds since the epoch, ascending. */
  times: readonly number[];
  series: readonly ChartSeries[];
  format: (value: number) => string;
  /** The top of the axis; null lets the values decide. */
  max: number | null;
}

/** What the tooltip gets for each line: the parts of ECharts' callback parameter that are used here. */
interface TooltipItem {
  axisValue: number;
  seriesId: string;
  seriesName: string;
  color: string;
  value: [number, number | null];
}

/** The option of a chart of figures over time: lines with bands of minimum and maximum, gaps left open. */
export function historyChartOption(input: HistoryChartInput, palette: ChartPalette): EChartsCoreOption {
  const label = { color: palette.textSecondary, fontFamily: palette.font, fontSize: 11 };
  return {
    animation: false,
    // On the right the room of half a time, so that the plot keeps its width when one stands at its very end.
    grid: { left: 0, right: 16, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
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
        formatter: { hour: '{HH}:{mm}', minute: '{HH}:{mm}', day: '{d} {MMM}' },
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      ...(input.max === null ? { splitNumber: 4 } : { max: input.max, interval: input.max / 4 }),
      axisLabel: { ...label, formatter: input.format },
      splitLine: { lineStyle: { color: palette.line } },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: palette.raised,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontFamily: palette.font, fontSize: 12 },
      axisPointer: { lineStyle: { color: palette.textSecondary } },
      formatter: (items: TooltipItem[]) => tooltip(items, input),
    },
    series: input.series.flatMap((series) => seriesOption(series, input.times, palette)),
  };
}

function seriesOption(series: ChartSeries, times: readonly number[], palette: ChartPalette): object[] {
  const line = {
    id: series.name,
    name: series.name,
    type: 'line',
    data: times.map((time, index) => [time, series.values[index] ?? null]),
    // A line needs two points: one alone between gaps is drawn as a dot.
    symbol: 'circle',
    symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (isAlone(series.values, dataIndex) ? 4 : 0),
    connectNulls: false,
    lineStyle: { width: 1.5, color: palette[series.colour] },
    itemStyle: { color: palette[series.colour] },
    z: 3,
  };
  const band = series.band;
  if (band === undefined) return [line];
  // A band is two invisible lines on top of each other, the space between them filled.
  const edge = {
    type: 'line',
    stack: `band-${series.name}`,
    showSymbol: false,
    silent: true,
    lineStyle: { opacity: 0 },
    z: 1,
  };
  const floor = times.map((time, index) => [time, band.min[index] ?? null]);
  const rise = times.map((time, index) => {
    const min = band.min[index] ?? null;
    const max = band.max[index] ?? null;
    return [time, min === null || max === null ? null : max - min];
  });
  return [
    { ...edge, id: `floor-${series.name}`, data: floor },
    { ...edge, id: `rise-${series.name}`, data: rise, areaStyle: { color: palette.band } },
    line,
  ];
}

function isAlone(values: readonly (number | null)[], index: number): boolean {
  const measured = (at: number): boolean => typeof values[at] === 'number';
  return measured(index) && !measured(index - 1) && !measured(index + 1);
}

function tooltip(items: TooltipItem[], { series, times, format }: HistoryChartInput): HTMLElement | string {
  const first = items[0];
  if (first === undefined) return '';
  const box = document.createElement('div');
  const title = document.createElement('div');
  title.textContent = new Date(first.axisValue).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  box.append(title);
  const index = times.indexOf(first.axisValue);
  for (const { name, values, band } of series) {
    const value = values[index] ?? null;
    const min = band?.min[index] ?? null;
    const max = band?.max[index] ?? null;
    const row = document.createElement('div');
    const spread = min !== null && max !== null ? ` (${format(min)} – ${format(max)})` : '';
    row.textContent = `${name}: ${value === null ? 'nothing measured' : format(value)}${spread}`;
    row.style.fontVariantNumeric = 'tabular-nums';
    box.append(row);
  }
  return box;
}
