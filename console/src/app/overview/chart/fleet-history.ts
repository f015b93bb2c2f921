import { Component, computed, effect, inject, input, output, signal } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import type { History } from '@hyprbox/contracts';
import { NodesApi } from '../../core/api/nodes.api';
import { KnownValue } from '../../core/live/known-value';
import { pollWhileVisible } from '../../core/live/poll';
import { HistoryChart } from '../../shared/chart/history-chart';
import { noHistory } from '../../shared/chart/history-series';
import { FailureState } from '../../shared/page-state/failure-state';
import type { ChartRange } from './chart-range';
import { chartRanges } from './chart-range';
import { fleetCharts } from './fleet-charts';

const points = 180;
const refreshSeconds = 30;

/** The whole fleet's load and traffic over time. */
@Component({
  selector: 'hb-fleet-history',
  imports: [FailureState, HistoryChart, MatButtonToggle, MatButtonToggleGroup],
  templateUrl: './fleet-history.html',
  styleUrl: './fleet-history.scss',
})
export class FleetHistory {
  private readonly api = inject(NodesApi);

  readonly range = input.required<ChartRange>();
  readonly rangeChange = output<ChartRange>();

  protected readonly ranges = chartRanges;
  private readonly known = new KnownValue<History>();
  protected readonly history = this.known.value;
  protected readonly error = this.known.error;
  /** The time under the crosshair, in both charts. */
  protected readonly cursor = signal<number | null>(null);
  protected readonly times = computed(() => this.history()?.points.map((point) => Date.parse(point.at)) ?? []);
  protected readonly charts = computed(() => fleetCharts(this.history() ?? noHistory));
  protected readonly measured = computed(
    () => this.history()?.points.some((point) => point.cpuPct !== null || point.memPct !== null) ?? false,
  );

  constructor() {
    effect(() => this.load(this.range()));
    pollWhileVisible(refreshSeconds, () => this.load(this.range()));
  }

  protected load(range: ChartRange): void {
    this.known.read(this.api.fleetHistory({ range, points }));
  }
}
