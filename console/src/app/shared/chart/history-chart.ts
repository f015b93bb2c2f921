import type { ElementRef } from '@angular/core';
import { Component, computed, DOCUMENT, inject, input, model, output, signal, viewChild } from '@angular/core';
import { NgxEchartsDirective, provideEchartsCore } from 'ngx-echarts';
import { Theme } from '../../core/theme/theme';
import type { ChartSpan } from './chart-frame';
import { chartFrame, fractionAt, nearestIndex, timeAt } from './chart-frame';
import type { ChartLevel, ChartMark, ChartStretch, ChartTick } from './chart-marks';
import { readChartPalette } from './chart-palette';
import { ChartReadout } from './chart-readout';
import type { ChartSeries } from './chart-series';
import { chartSummary } from './chart-summary';
import { ChartTicks } from './chart-ticks';
import { historyChartOption } from './history-chart-option';

/** Pixels that a pressed pointer moves before it selects: less is a click. */
const dragBegins = 5;

/**
 * Figures over time. Put it in a `@defer` block: ECharts is larger than the rest of the console.
 *
 * Charts that share `cursor` and `selection` show one crosshair, and a span that is dragged over one of them in all.
 */
@Component({
  selector: 'hb-history-chart',
  imports: [ChartReadout, ChartTicks, NgxEchartsDirective],
  providers: [provideEchartsCore({ echarts: () => import('./echarts-core') })],
  templateUrl: './history-chart.html',
  styleUrl: './history-chart.scss',
  host: { '(document:keydown.escape)': 'cancel()' },
})
export class HistoryChart {
  private readonly document = inject(DOCUMENT);
  private readonly theme = inject(Theme);

  readonly label = input.required<string>();
  /** Milliseconds since the epoch, ascending. */
  readonly times = input.required<readonly number[]>();
  readonly series = input.required<readonly ChartSeries[]>();
  readonly format = input.required<(value: number) => string>();
  /** The top of the axis; null lets the values decide. */
  readonly max = input<number | null>(null);
  /** Where the values decide, the axis reaches at least so far. */
  readonly least = input(0);
  /** Into so many parts the axis is divided at most. */
  readonly steps = input(4);
  /** Figures so many milliseconds apart or less are joined; what is further apart has a gap between. */
  readonly silence = input(0);
  readonly levels = input<readonly ChartLevel[]>([]);
  readonly marks = input<readonly ChartMark[]>([]);
  readonly stretches = input<readonly ChartStretch[]>([]);
  readonly ticks = input<readonly ChartTick[]>([]);
  /** Whether a span can be chosen by dragging over the chart. */
  readonly zoomable = input(false);

  /** The time under the crosshair. */
  readonly cursor = model<number | null>(null);
  /** What is being dragged over. */
  readonly selection = model<ChartSpan | null>(null);
  readonly spanChosen = output<ChartSpan>();

  private readonly plot = viewChild.required<ElementRef<HTMLElement>>('plot');
  /** Where the pressed pointer began; null when none is pressed. */
  private drag: { x: number; time: number } | null = null;

  protected readonly inset = `${chartFrame.top}px ${chartFrame.right}px ${chartFrame.bottom}px ${chartFrame.left}px`;
  /** Whether the pointer is over this one of the charts. */
  protected readonly pointed = signal(false);

  private readonly palette = computed(() => {
    this.theme.name();
    return readChartPalette(this.document);
  });
  protected readonly span = computed<ChartSpan>(() => ({ from: this.times()[0] ?? 0, to: this.times().at(-1) ?? 0 }));

  protected readonly option = computed(() => {
    const [times, series, format] = [this.times(), this.series(), this.format()];
    const axis = { max: this.max(), least: this.least(), steps: this.steps(), silence: this.silence() };
    const levels = this.levels();
    return historyChartOption({ times, series, format, levels, ...axis }, this.palette());
  });
  protected readonly summary = computed(() => {
    const { from, to } = this.span();
    const marks = this.marks().filter(({ at }) => at >= from && at <= to);
    const notes = { levels: this.levels(), marks, stretches: this.shades() };
    return chartSummary(this.label(), this.times(), this.series(), this.format(), notes);
  });
  /** Where the marks stand that the chart's time has. */
  protected readonly lines = computed(() =>
    this.marks()
      .map((mark) => ({ ...mark, left: fractionAt(mark.at, this.span()) * 100 }))
      .filter(({ left }) => left >= 0 && left <= 100),
  );
  /** What of the stretches lies within the chart's time, and where. */
  protected readonly shades = computed(() => {
    const span = this.span();
    return this.stretches()
      .filter(({ from, to }) => to >= span.from && from <= span.to)
      .map((stretch) => {
        const [from, to] = [Math.max(stretch.from, span.from), Math.min(stretch.to, span.to)];
        const left = fractionAt(from, span) * 100;
        return { ...stretch, from, to, left, width: fractionAt(to, span) * 100 - left };
      });
  });

  protected readonly crosshair = computed(() => {
    const cursor = this.cursor();
    const index = cursor === null ? null : nearestIndex(this.times(), cursor);
    const at = index === null ? undefined : this.times()[index];
    if (index === null || at === undefined) return null;
    return { index, at, left: fractionAt(at, this.span()) * 100 };
  });
  protected readonly selected = computed(() => {
    const selection = this.selection();
    if (selection === null) return null;
    const left = fractionAt(selection.from, this.span()) * 100;
    return { left, width: fractionAt(selection.to, this.span()) * 100 - left };
  });

  protected begin(event: PointerEvent): void {
    if (!this.zoomable() || event.button !== 0 || !event.isPrimary) return;
    this.drag = { x: event.clientX, time: this.timeUnder(event) };
    // The drag goes on where the pointer leaves the chart.
    this.plot().nativeElement.setPointerCapture(event.pointerId);
  }

  protected move(event: PointerEvent): void {
    this.pointed.set(true);
    this.cursor.set(this.timeUnder(event));
    if (this.drag !== null) this.selection.set(this.spanTo(event, this.drag));
  }

  protected end(event: PointerEvent): void {
    const chosen = this.drag === null ? null : this.spanTo(event, this.drag);
    this.cancel();
    if (chosen !== null) this.spanChosen.emit(chosen);
  }

  protected cancel(): void {
    if (this.drag === null) return;
    this.drag = null;
    this.selection.set(null);
  }

  protected leave(): void {
    this.pointed.set(false);
    this.cursor.set(null);
  }

  /** Null while the pointer has not moved enough to mean a span. */
  private spanTo(event: PointerEvent, { x, time }: { x: number; time: number }): ChartSpan | null {
    if (Math.abs(event.clientX - x) < dragBegins) return null;
    const other = this.timeUnder(event);
    return { from: Math.min(time, other), to: Math.max(time, other) };
  }

  private timeUnder({ clientX }: PointerEvent): number {
    const { left, width } = this.plot().nativeElement.getBoundingClientRect();
    return timeAt(width === 0 ? 0 : (clientX - left) / width, this.span());
  }
}
