import { TestBed } from '@angular/core/testing';
import { provideEchartsCore } from 'ngx-echarts';
import { HistoryChart } from './history-chart';

/** The width of every plot, so that a pixel means a time. */
export const plotWidth = 1000;

/** Charts without ECharts, which needs a canvas: nothing is drawn, all else works. For specs, before the first component. */
export function fakeEcharts(): void {
  const chart = { setOption: ignore, resize: ignore, on: ignore, off: ignore, dispose: ignore, isDisposed: () => true };
  TestBed.overrideComponent(HistoryChart, {
    set: { providers: [provideEchartsCore({ echarts: () => Promise.resolve({ init: () => chart }) })] },
  });
}

/** Moves a pressed mouse over a chart's plot. */
export function drag(plot: Element, from: number, to: number): void {
  point(plot, 'pointerdown', from);
  point(plot, 'pointermove', to);
  point(plot, 'pointerup', to);
}

export function point(plot: Element, type: string, x: number): void {
  plot.getBoundingClientRect = () => new DOMRect(0, 0, plotWidth, 100);
  plot.setPointerCapture = ignore;
  plot.dispatchEvent(new PointerEvent(type, { clientX: x, button: 0, isPrimary: true, pointerId: 1, bubbles: true }));
}

function ignore(): void {
  // Nothing is drawn.
}
