import { Component, computed, input, output } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import type { History, HistoryRange } from '@hyprbox/contracts';
import { HistoryChart } from '../shared/chart/history-chart';
import { historySeries } from '../shared/chart/history-series';
import { formatBytesPerSecond, formatPercent } from '../shared/figures/format';
import { FailureState } from '../shared/page-state/failure-state';

/** A host's figures over the chosen time. */
@Component({
  selector: 'hb-node-charts',
  imports: [FailureState, HistoryChart, MatButtonToggle, MatButtonToggleGroup],
  templateUrl: './node-charts.html',
  styleUrl: './node-charts.scss',
})
export class NodeCharts {
  /** Null while it is being loaded. */
  readonly history = input.required<History | null>();
  readonly error = input.required<unknown>();
  readonly range = input.required<HistoryRange>();
  readonly rangeChange = output<HistoryRange>();
  readonly retry = output();

  protected readonly ranges: readonly { value: HistoryRange; label: string }[] = [
    { value: '1h', label: '1 h' },
    { value: '24h', label: '24 h' },
    { value: '7d', label: '7 d' },
    { value: '30d', label: '30 d' },
    { value: '1y', label: '1 y' },
  ];
  protected readonly times = computed(() => this.history()?.points.map((point) => Date.parse(point.at)) ?? []);
  protected readonly charts = computed(() => {
    const points = this.history()?.points ?? [];
    return [
      {
        title: 'CPU',
        legend: ['CPU'],
        format: formatPercent,
        max: 100,
        series: [historySeries(points, 'cpuPct', 'CPU', 'first')],
      },
      {
        title: 'Memory and disk',
        legend: ['Memory', 'Disk'],
        format: formatPercent,
        max: 100,
        series: [
          historySeries(points, 'memPct', 'Memory', 'first'),
          { ...historySeries(points, 'diskPct', 'Disk', 'second'), band: undefined },
        ],
      },
      {
        title: 'Load (1 min)',
        legend: ['Load'],
        format: formatLoad,
        max: null,
        series: [historySeries(points, 'load1', 'Load', 'first')],
      },
      {
        title: 'Network',
        legend: ['Received', 'Sent'],
        format: formatBytesPerSecond,
        max: null,
        series: [
          { ...historySeries(points, 'netRxBps', 'Received', 'first'), band: undefined },
          { ...historySeries(points, 'netTxBps', 'Sent', 'second'), band: undefined },
        ],
      },
    ];
  });
  protected readonly measured = computed(
    () => this.history()?.points.some((point) => point.cpuPct !== null || point.memPct !== null) ?? false,
  );
}

function formatLoad(load: number): string {
  return load.toFixed(load < 10 ? 2 : 1);
}
