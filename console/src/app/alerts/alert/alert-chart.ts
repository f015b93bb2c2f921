import { Component, computed, inject, input, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import type { AlertDetails, AlertMetric, HistoryMetricName, MetricCondition } from '@hyprbox/contracts';
import { alertMetricUnits } from '@hyprbox/contracts';
import { AlertsApi } from '../../core/api/alerts.api';
import { NodesApi } from '../../core/api/nodes.api';
import { healing } from '../../core/recovery/when-recovered';
import { metricWords } from '../../shared/alerts/alert-words';
import type { ChartSpan } from '../../shared/chart/chart-frame';
import type { ChartSeries } from '../../shared/chart/chart-series';
import type { ChartLevel, ChartMark } from '../../shared/chart/chart-marks';
import { HistoryChart } from '../../shared/chart/history-chart';
import { historySeries } from '../../shared/chart/history-series';
import { formatBytesPerSecond, formatCount, formatPercent } from '../../shared/figures/format';
import { FailureState } from '../../shared/page-state/failure-state';
import { pastMargin, pointsWithin, triedOn } from './alert-past';
import { spanAround } from './alert-span';

const points = 240;
/** In milliseconds, of what is rolled up and of what is read every ten minutes. */
const [historySilence, pastSilence] = [120_000, 1_500_000];

interface Drawing {
  readonly format: (value: number) => string;
  readonly max: number | null;
  readonly least: number;
  /** Whether what the rule is held against is the same figure. */
  readonly held: boolean;
}

interface Figure extends Drawing {
  readonly metric: HistoryMetricName;
}

const percent = { format: formatPercent, max: 100, least: 0 };
const bytes = { format: formatBytesPerSecond, max: null, least: 1000 };

/** The figures whose history is rolled up, by the metric of the rule. */
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

/** What the other metrics are, of which the samples are read: shares, and the count of processes. */
const drawings: Readonly<Record<'share' | 'count', Drawing>> = {
  share: { ...percent, held: true },
  count: { format: formatCount, max: null, least: 1, held: true },
};

/** The rule's metric on the host around the firing, with what it is held against. Nothing where the rule is gone. */
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
      @if (history.error() ?? past.error(); as error) {
        <hb-failure-state [error]="error" (retry)="history.reload(); past.reload()" />
      } @else if (!history.hasValue() && !past.hasValue()) {
        <div class="hb-skeleton block"></div>
      } @else if (!measured()) {
        <p>Nothing was measured in this time.</p>
      } @else if (drawing(); as figure) {
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
            [silence]="silence()"
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
  host: { '[hidden]': 'drawing() === null' },
})
export class AlertChart {
  private readonly alerts = inject(AlertsApi);
  private readonly nodes = inject(NodesApi);

  readonly alert = input.required<AlertDetails>();

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
  protected readonly drawing = computed<Drawing | null>(() => {
    const [condition, figure] = [this.condition(), this.figure()];
    if (figure !== null || condition === null) return figure;
    return drawings[alertMetricUnits[condition.metric] === '%' ? 'share' : 'count'];
  });
  /** Figures so far apart or less are joined: hosts report once a minute at least, and not to the millisecond. */
  protected readonly silence = computed(() => (this.figure() === null ? pastSilence : historySilence));
  protected readonly title = computed(() => {
    const [condition, drawing] = [this.condition(), this.drawing()];
    if (condition === null || drawing === null) return '';
    return drawing.held ? metricWords[condition.metric] : 'Load, 1 min';
  });

  /** The same as long as the rule and the target are, so that it is not asked again with each change of the alert. */
  private readonly tried = computed(
    () => (this.rule.hasValue() ? (triedOn(this.rule.value(), this.alert()) ?? undefined) : undefined),
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );

  /** Read again as the alert goes on: what is open is shown until now. */
  private readonly question = computed(
    () => {
      const alert = this.alert();
      const { nodeId } = alert.target;
      if (nodeId === undefined || this.figure() === null) return undefined;
      const { from, to } = spanAround(alert, endOfHalfMinute());
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
  /** What is not rolled up is read of the samples, as trying the rule on this alone does. */
  protected readonly past = healing(
    rxResource({
      params: () => (this.condition() === null || this.figure() !== null ? undefined : this.tried()),
      stream: ({ params }) => this.alerts.rules.test(params),
    }),
  );
  private readonly pastPoints = computed(() =>
    this.past.hasValue()
      ? pointsWithin(this.past.value(), this.alert(), spanAround(this.alert(), endOfHalfMinute(), pastMargin))
      : [],
  );
  private readonly known = computed(() => (this.history.hasValue() ? this.history.value() : null));
  protected readonly times = computed(() =>
    (this.known()?.points ?? this.pastPoints()).map(({ at }) => Date.parse(at)),
  );
  protected readonly series = computed<readonly ChartSeries[]>(() => {
    const [history, figure] = [this.known(), this.figure()];
    if (figure === null)
      return [{ name: this.title(), colour: 'first', values: this.pastPoints().map(({ value }) => value) }];
    return history === null ? [] : [historySeries(history, figure.metric, this.title(), 'first')];
  });
  protected readonly measured = computed(() =>
    this.series().some(({ values }) => values.some((value) => value !== null)),
  );
  protected readonly levels = computed<readonly ChartLevel[]>(() => {
    const condition = this.condition();
    if (condition === null || this.drawing()?.held !== true) return [];
    const { op, fire, clear } = condition;
    const levels = [{ name: op === '>' ? 'Fires above' : 'Fires below', value: fire }];
    return clear === fire ? levels : [...levels, { name: 'Is well again at', value: clear }];
  });
  /** What the dashed lines are. */
  protected readonly held = computed(() => {
    const format = this.drawing()?.format ?? String;
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

/** Of this half minute: the newest figure is within, and so often the chart of what goes on is worth reading again. */
function endOfHalfMinute(): number {
  return Math.ceil(Date.now() / 30_000) * 30_000;
}
