import { Component, computed, input, output, signal } from '@angular/core';
import type { History } from '@hyprbox/contracts';
import type { ChartSpan } from '../../shared/chart/chart-frame';
import { nearestIndex } from '../../shared/chart/chart-frame';
import type { ChartTick } from '../../shared/chart/chart-marks';
import type { ChartSeries } from '../../shared/chart/chart-series';
import { HistoryChart } from '../../shared/chart/history-chart';
import { noHistory } from '../../shared/chart/history-series';
import { FailureState } from '../../shared/page-state/failure-state';
import { timeOfDay } from '../../shared/time/local-time';
import { historyCharts } from './history-charts';
import type { HistoryEvent } from './history-event';
import { HistoryEvents } from './history-events';
import { chosen } from './history-span';
import { HistoryToolbar } from './history-toolbar';
import type { HistoryView } from './history-view';

/** A host's figures over the chosen time. The charts share their crosshair, and a span chosen in one is all the charts'. */
@Component({
  selector: 'hb-node-history',
  imports: [FailureState, HistoryChart, HistoryEvents, HistoryToolbar],
  templateUrl: './node-history.html',
  styleUrl: './node-history.scss',
})
export class NodeHistory {
  /** Null while it is being loaded. */
  readonly history = input.required<History | null>();
  readonly error = input.required<unknown>();
  /** What is shown is not yet what was asked for. */
  readonly busy = input(false);
  readonly view = input.required<HistoryView>();
  /** How often the host reports; 0 if that is not known. */
  readonly intervalSeconds = input(0);
  /** What happened on the host. */
  readonly events = input<readonly HistoryEvent[]>([]);
  readonly hasOlderEvents = input(false);
  readonly viewChange = output<HistoryView>();
  readonly retry = output();

  protected readonly cursor = signal<number | null>(null);
  protected readonly selection = signal<ChartSpan | null>(null);
  protected readonly times = computed(() => this.history()?.points.map((point) => Date.parse(point.at)) ?? []);
  protected readonly charts = computed(() => historyCharts(this.history() ?? noHistory));
  /** What the bands are of; null where no bucket gathered several samples. */
  protected readonly band = computed(
    () =>
      this.charts()
        .flatMap(({ series }) => series)
        .find(({ band }) => band !== undefined)?.band?.name ?? null,
  );
  /** One report may fall between two points: a gap begins where one is missing. */
  protected readonly silence = computed(() => this.intervalSeconds() * 2000);
  protected readonly measured = computed(
    () => this.history()?.points.some((point) => point.cpuPct !== null || point.memPct !== null) ?? false,
  );
  /** The time that is shown. What happened after the newest figure belongs to it where the past is not zoomed into. */
  protected readonly span = computed<ChartSpan>(() => {
    const [from, last] = [this.times()[0] ?? 0, this.times().at(-1) ?? 0];
    const resolution = (this.history()?.resolutionSeconds ?? 0) * 1000;
    return { from, to: this.view().zoom === null ? Infinity : last + resolution };
  });
  protected readonly ticks = computed(() => {
    const [{ to }, last] = [this.span(), this.times().at(-1) ?? 0];
    return this.events()
      .filter(({ at }) => at <= to)
      .map(({ kind, at, name, words, tone, link }): ChartTick => ({
        // The newest point stands for the time up to the next one.
        at: Math.min(at, last),
        label: `${timeOfDay(new Date(at))} ${name}: ${words}`,
        tone,
        shape: kind === 'alert' ? 'diamond' : 'dot',
        link,
      }));
  });
  private readonly index = computed(() => {
    const cursor = this.cursor();
    return cursor === null ? null : nearestIndex(this.times(), cursor);
  });

  /** What a figure was under the crosshair. */
  protected valueOf({ values }: ChartSeries, format: (value: number) => string): string {
    const index = this.index();
    const value = index === null ? null : (values[index] ?? null);
    return value === null ? '' : format(value);
  }

  protected zoomTo(span: ChartSpan): void {
    this.viewChange.emit({ ...this.view(), zoom: chosen(span, Date.now()) });
  }
}
