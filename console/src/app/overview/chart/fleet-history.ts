import { Component, computed, effect, inject, input, output, signal } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import type { History } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { NodesApi } from '../../core/api/nodes.api';
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
  protected readonly history = signal<History | null>(null);
  protected readonly error = signal<unknown>(null);
  /** The time under the crosshair, in both charts. */
  protected readonly cursor = signal<number | null>(null);
  protected readonly times = computed(() => this.history()?.points.map((point) => Date.parse(point.at)) ?? []);
  protected readonly charts = computed(() => fleetCharts(this.history() ?? noHistory));
  protected readonly measured = computed(
    () => this.history()?.points.some((point) => point.cpuPct !== null || point.memPct !== null) ?? false,
  );

  constructor() {
    effect((onCleanup) => {
      const request = this.load(this.range());
      onCleanup(() => request.unsubscribe());
    });
    pollWhileVisible(refreshSeconds, () => this.load(this.range()));
  }

  protected load(range: ChartRange): Subscription {
    return this.api.fleetHistory({ range, points }).subscribe({
      next: (history) => {
        // A slow answer for a range that is no longer shown is of no use.
        if (range !== this.range()) return;
        this.history.set(history);
        this.error.set(null);
      },
      error: (error: unknown) => {
        if (this.history() === null) this.error.set(error);
      },
    });
  }
}
