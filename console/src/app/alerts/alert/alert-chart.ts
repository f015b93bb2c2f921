import { Component, computed, inject, input, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import type { AlertDetails, AlertMetric, HistoryMetricName, MetricCondition } from '@hyprbox/contracts';
import { AlertsApi } from '../../core/api/alerts.api';
import { NodesApi } from '../../core/api/nodes.api';
import { healing } from '../../core/recovery/when-recovered';
import { metricWords } from '../../shared/alerts/alert-words';
import type { ChartSpan } from '../../shared/chart/chart-frame';
import type { ChartLevel, ChartMark } from '../../shared/chart/chart-marks';
import { HistoryChart } from '../../shared/chart/history-chart';
import { historySeries } from '../../shared/chart/history-series';
import { formatBytesPerSecond, formatPercent } from '../../shared/figures/format';
import { FailureState } from '../../shared/page-state/failure-state';
import { spanAround } from './alert-span';

const points = 240;

interface Figure {
  readonly metric: HistoryMetricName;
  readonly format: (value: number) => string;
  readonly max: number | null;
  readonly least: number;
  /** Whether what the rule is held against is the same figure. */
  readonly held: boolean;
}

const percent = { format: formatPercent, max: 100, least: 0 };
const bytes = { format: formatBytesPerSecond, max: null, least: 1000 };

/** The figures whose history is kept, by the metric of the rule. */
const figures: Readonly<Partial<Record<AlertMetric, Figure>>> = {
  cpuPct: { metric: 'cpuPct', ...percent, held: true },
  memPct: { metric: 'memPct', ...percent, held: true },
  diskPct: { metric: 'diskPct', ...percent, held: true },
  load1PerCore: { metric: 'load1', format: (load) => load.toFixed(2), max: null, least: 1, held: false },
  netRxBps: { metric: 'netRxBps', ...bytes, held: true },
  netTxBps: { metric: 'netTxBps', ...bytes, held: true },
  diskReadBps: { metric: 'diskReadBps', ...bytes, held: true },
  diskWriteBps: { metric: 'diskWriteBps', ...bytes, held: true },
};

/** The rule's metric on the host around the firing, with what it is held against. Nothing where no history is kept of it. */
@Component({
  selector: 'hb-alert-chart',
  imports: [FailureState, HistoryChart],
  template: `
    <h2>
      {{ title() }}
      @if (held(); as held) {
        <span class="held">{{ held }}</span>
      }
    </h2>
    <div class="plot">
      @if (history.error(); as error) {
        <hb-failure-state [error]="error" (retry)="history.reload()" />
      } @else if (!history.hasValue()) {
        <div class="hb-skeleton block"></div>
      } @else if (!measured()) {
        <p>Nothing was measured in this time.</p>
      } @else if (figure(); as figure) {
        @defer {
          <hb-history-chart
            [label]="title()"
            [times]="times()"
            [series]="series()"
            [format]="figure.format"
            [max]="figure.max"
            [least]="figure.least"
            [levels]="levels()"
            [marks]="marks()"
            [silence]="silence"
            [(cursor)]="cursor"
            [(selection)]="selection"
          />
        } @placeholder {
          <div class="hb-skeleton block"></div>
        }
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      padding: 12px 15px;
    }
    :host([hidden]) {
      display: none;
    }
    .held {
      margin-inline-start: 8px;
      font-weight: 400;
      color: var(--hb-text-secondary);
    }
    .plot {
      height: 220px;
      margin-top: 6px;
    }
    .block {
      display: block;
      height: 100%;
      border-radius: var(--hb-radius-control);
    }
    p {
      display: grid;
      place-items: center;
      height: 100%;
      color: var(--hb-text-secondary);
    }
  `,
  host: { '[hidden]': 'figure() === null' },
})
export class AlertChart {
  private readonly alerts = inject(AlertsApi);
  private readonly nodes = inject(NodesApi);

  readonly alert = input.required<AlertDetails>();

  /** Figures a minute apart or less are joined. */
  protected readonly silence = 60_000;
  protected readonly cursor = signal<number | null>(null);
  protected readonly selection = signal<ChartSpan | null>(null);

  /** A rule that is deleted no longer says which figure it was about. */
  private readonly rule = healing(
    rxResource({ params: () => this.alert().ruleId, stream: ({ params: id }) => this.alerts.rules.get(id) }),
  );
  private readonly condition = computed<MetricCondition | null>(() => {
    if (!this.rule.hasValue()) return null;
    const rule = this.rule.value();
    return rule.kind === 'METRIC' ? rule.condition : null;
  });
  protected readonly figure = computed<Figure | null>(() => {
    const condition = this.condition();
    return condition === null ? null : (figures[condition.metric] ?? null);
  });
  protected readonly title = computed(() => {
    const [condition, figure] = [this.condition(), this.figure()];
    if (condition === null || figure === null) return '';
    return figure.held ? metricWords[condition.metric] : 'Load, 1 min';
  });

  /** Read again as the alert goes on: what is open is shown until now. */
  private readonly question = computed(
    () => {
      const alert = this.alert();
      const { nodeId } = alert.target;
      if (nodeId === undefined || this.figure() === null) return undefined;
      const { from, to } = spanAround(alert, roundedNow());
      return { nodeId, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    },
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  protected readonly history = healing(
    rxResource({
      params: () => this.question(),
      stream: ({ params: { nodeId, from, to } }) => this.nodes.history(nodeId, { from, to, points }),
    }),
  );
  private readonly known = computed(() => (this.history.hasValue() ? this.history.value() : null));
  protected readonly times = computed(() => this.known()?.points.map(({ at }) => Date.parse(at)) ?? []);
  protected readonly series = computed(() => {
    const [history, figure] = [this.known(), this.figure()];
    return history === null || figure === null ? [] : [historySeries(history, figure.metric, this.title(), 'first')];
  });
  protected readonly measured = computed(() =>
    this.series().some(({ values }) => values.some((value) => value !== null)),
  );
  protected readonly levels = computed<readonly ChartLevel[]>(() => {
    const condition = this.condition();
    if (condition === null || this.figure()?.held !== true) return [];
    const { op, fire, clear } = condition;
    const levels = [{ name: op === '>' ? 'Fires above' : 'Fires below', value: fire }];
    return clear === fire ? levels : [...levels, { name: 'Is well again at', value: clear }];
  });
  /** What the dashed lines are. */
  protected readonly held = computed(() => {
    const format = this.figure()?.format ?? String;
    const [first, ...others] = this.levels().map(({ name, value }) => `${name} ${format(value)}`);
    return first === undefined ? '' : [first, ...others.map((words) => words.toLowerCase())].join(', ');
  });
  protected readonly marks = computed<readonly ChartMark[]>(() => {
    const { severity, events } = this.alert();
    return events.flatMap(({ at, kind }): ChartMark[] => {
      if (kind === 'FIRED')
        return [{ at: Date.parse(at), label: 'Fired', tone: severity === 'CRITICAL' ? 'critical' : 'warning' }];
      return kind === 'RESOLVED' ? [{ at: Date.parse(at), label: 'Resolved', tone: 'good' }] : [];
    });
  });
}

/** To half a minute: so often the chart of what goes on is worth reading again. */
function roundedNow(): number {
  return Math.floor(Date.now() / 30_000) * 30_000;
}
