import { Component, computed, input, model } from '@angular/core';
import type { AlertSeverity, MetricCondition, RuleTest } from '@hyprbox/contracts';
import { alertMetricUnits } from '@hyprbox/contracts';
import { figureWords, metricWords } from '../../shared/alerts/alert-words';
import type { ChartLevel, ChartStretch } from '../../shared/chart/chart-marks';
import type { ChartSeries } from '../../shared/chart/chart-series';
import { HistoryChart } from '../../shared/chart/history-chart';

/** Figures so many milliseconds apart or less are joined: after a longer pause the server begins anew as well. */
const joined = 25 * 60 * 1000;

/** The metric of a rule on one of the worst hosts, with its thresholds and when the rule would have fired there. */
@Component({
  selector: 'hb-back-test-chart',
  imports: [HistoryChart],
  template: `
    @defer {
      <hb-history-chart
        [label]="name()"
        [times]="times()"
        [series]="series()"
        [format]="format()"
        [max]="isShare() ? 100 : null"
        [least]="least()"
        [steps]="2"
        [silence]="silence"
        [levels]="levels()"
        [stretches]="stretches()"
        [(cursor)]="cursor"
      />
    } @placeholder {
      <div class="hb-skeleton block"></div>
    }
  `,
  styles: `
    :host {
      display: block;
      height: 130px;
    }
    .block {
      display: block;
      height: 100%;
      border-radius: var(--hb-radius-control);
    }
  `,
})
export class BackTestChart {
  readonly name = input.required<string>();
  readonly condition = input.required<MetricCondition>();
  readonly severity = input.required<AlertSeverity>();
  readonly points = input.required<RuleTest['series'][number]['points']>();
  readonly history = input.required<RuleTest['history']>();
  /** The time under the crosshair, which the charts of the other hosts show as well. */
  readonly cursor = model<number | null>(null);

  protected readonly silence = joined;
  protected readonly times = computed(() => this.points().map(({ at }) => Date.parse(at)));
  protected readonly series = computed<readonly ChartSeries[]>(() => [
    { name: metricWords[this.condition().metric], colour: 'first', values: this.points().map(({ value }) => value) },
  ]);
  private readonly unit = computed(() => alertMetricUnits[this.condition().metric]);
  protected readonly isShare = computed(() => this.unit() === '%');
  protected readonly least = computed(() => (this.unit() === 'B/s' ? 1000 : 1));
  protected readonly format = computed(() => {
    const unit = this.unit();
    return (value: number): string => figureWords(value, unit) ?? '';
  });
  protected readonly levels = computed<readonly ChartLevel[]>(() => {
    const { op, fire, clear } = this.condition();
    const levels = [{ name: op === '>' ? 'Fires above' : 'Fires below', value: fire }];
    return clear === fire ? levels : [...levels, { name: 'Is well again at', value: clear }];
  });
  protected readonly stretches = computed<readonly ChartStretch[]>(() => {
    const tone = this.severity() === 'CRITICAL' ? 'critical' : 'warning';
    return this.history().map(({ from, to }) => ({
      from: Date.parse(from),
      to: Date.parse(to),
      label: 'Would have fired',
      tone,
    }));
  });
}
