import { Component, computed, effect, inject, input, output, signal } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import type { History, HistoryRange } from '@hyprbox/contracts';
import { NodesApi } from '../core/api/nodes.api';
import { pollWhileVisible } from '../core/live/poll';
import { historySeries } from '../shared/chart/history-series';
import { HistoryChart } from '../shared/chart/history-chart';
import { formatPercent } from '../shared/figures/format';
import { FailureState } from '../shared/page-state/failure-state';

const points = 180;
const refreshSeconds = 30;

/** The whole fleet's load over time. */
@Component({
  selector: 'hb-fleet-history',
  imports: [FailureState, HistoryChart, MatButtonToggle, MatButtonToggleGroup],
  templateUrl: './fleet-history.html',
  styleUrl: './fleet-history.scss',
})
export class FleetHistory {
  private readonly api = inject(NodesApi);

  readonly range = input.required<HistoryRange>();
  readonly rangeChange = output<HistoryRange>();

  protected readonly ranges: readonly { value: HistoryRange; label: string }[] = [
    { value: '1h', label: '1 h' },
    { value: '24h', label: '24 h' },
    { value: '7d', label: '7 d' },
  ];
  protected readonly history = signal<History | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly format = formatPercent;
  protected readonly times = computed(() => this.history()?.points.map((point) => Date.parse(point.at)) ?? []);
  protected readonly series = computed(() => {
    const history = this.history()?.points ?? [];
    return [
      historySeries(history, 'cpuPct', 'CPU', 'first'),
      { ...historySeries(history, 'memPct', 'Memory', 'second'), band: undefined },
    ];
  });
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

  protected load(range: HistoryRange) {
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
