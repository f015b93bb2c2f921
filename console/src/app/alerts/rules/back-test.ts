import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import type { AlertRuleFields, RuleTest } from '@hyprbox/contracts';
import { alertMetricUnits } from '@hyprbox/contracts';
import { delay, map, of, switchMap } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { toApiProblem } from '../../core/api/problem';
import { healing } from '../../core/recovery/when-recovered';
import { figureWords, targetWords } from '../../shared/alerts/alert-words';
import { formatCount } from '../../shared/figures/format';
import { dayAndMonth } from '../../shared/time/local-time';
import { BackTestChart } from './back-test-chart';
import type { Strip } from './back-test-strips';
import { stripsOf, testedDays, testedSpan } from './back-test-strips';

/** Pause in typing after which the rule is tried, in milliseconds. */
export const testPause = 500;
/** Hosts whose week is drawn as a strip: those for which it fired longest. Beside charts there is room for fewer. */
const stripsMax = 12;
const stripsBesideCharts = 4;

/** What was found, and of which rule: what is typed may be ahead of it. */
interface Answer {
  readonly rule: AlertRuleFields;
  readonly result: RuleTest;
}

type Target = RuleTest['now'][number]['target'];

/** What a rule would do now, and would have done over the last week, as it is typed. */
@Component({
  selector: 'hb-back-test',
  imports: [BackTestChart],
  template: `
    <h2>Tried on the last 7 days</h2>
    @if (fields() === null) {
      <p class="quiet">As soon as the rule is filled in, it is tried on what is stored.</p>
    } @else if (fault(); as fault) {
      <p class="failed" role="status">{{ fault }}</p>
    } @else if (result(); as result) {
      <p class="sum" role="status" [class.outdated]="tested.isLoading()">{{ summary() }}</p>
      @if (condition(); as condition) {
        @if (charts().length > 0) {
          <p class="held">{{ held() }}</p>
        }
        @for (chart of charts(); track chart.name) {
          <figure [class.outdated]="tested.isLoading()">
            <figcaption>
              <span class="name">{{ chart.name }}</span>
              @if (chart.now; as now) {
                <span class="now">{{ now }}</span>
              }
            </figcaption>
            <hb-back-test-chart
              [name]="chart.name"
              [condition]="condition"
              [severity]="severity()"
              [points]="chart.points"
              [history]="chart.history"
              [(cursor)]="cursor"
            />
          </figure>
        }
      }
      @if (strips().length > 0) {
        <ul [class.outdated]="tested.isLoading()">
          @for (strip of strips(); track strip.name) {
            <li>
              <span class="name">{{ strip.name }}</span>
              @if (strip.now; as now) {
                <span class="now">{{ now }}</span>
              }
              <div class="strip" role="img" [attr.aria-label]="strip.words">
                @for (span of strip.spans; track $index) {
                  <span [style.left.%]="span.left" [style.width.%]="span.width"></span>
                }
              </div>
            </li>
          }
        </ul>
        <div class="axis" aria-hidden="true">
          <span>{{ begin() }}</span><span>now</span>
        </div>
        @if (more() > 0) {
          <p class="quiet">And {{ more() }} more.</p>
        }
      }
      @if (result.truncated) {
        <p class="quiet">There was more than is listed.</p>
      }
    } @else {
      <p class="quiet" role="status">Trying it…</p>
      <div class="hb-skeleton block"></div>
    }
  `,
  styleUrl: './back-test.scss',
})
export class BackTest {
  private readonly api = inject(AlertsApi);

  /** Null while something is wrong with the rule. */
  readonly fields = input.required<AlertRuleFields | null>();

  /** What it is called, and whether it is switched on, changes nothing of what it would do. */
  private readonly question = computed(
    () => {
      const fields = this.fields();
      return fields === null ? undefined : { ...fields, name: fields.name || 'New rule', enabled: true };
    },
    { equal: (one, other) => JSON.stringify(withoutName(one)) === JSON.stringify(withoutName(other)) },
  );
  protected readonly tested = healing(
    rxResource({
      params: () => this.question(),
      stream: ({ params: rule }) =>
        of(null).pipe(
          delay(testPause),
          switchMap(() => this.api.rules.test(rule)),
          map((result): Answer => ({ rule, result })),
        ),
    }),
  );
  /** What was found of the rule before stays until the answer for the new one is there. */
  private readonly answer = linkedSignal<Answer | undefined, Answer | null>({
    source: () => (this.tested.hasValue() ? this.tested.value() : undefined),
    computation: (answer, before) => answer ?? before?.value ?? null,
  });
  protected readonly result = computed(() => this.answer()?.result ?? null);
  protected readonly fault = computed(() => {
    const error = this.tested.error();
    if (error === undefined) return null;
    // The resource wraps what is not an Error of its own.
    const problem = toApiProblem(error.cause ?? error);
    return `It could not be tried: ${problem.faults[0]?.detail ?? problem.detail}`;
  });

  protected readonly summary = computed(() => {
    const { now = [], history = [], truncated = false } = this.result() ?? {};
    const more = truncated ? ' or more' : '';
    const hosts = new Set(now.map(({ target }) => this.nameOf(target))).size;
    const at = hosts === 0 ? 'Would not fire now' : `Would fire now on ${formatCount(hosts)} ${this.things(hosts)}`;
    const times =
      history.length === 0
        ? 'never'
        : `${formatCount(history.length)}${more} ${history.length === 1 ? 'time' : 'times'}`;
    return `${at}, ${times} in the last ${testedDays} days.`;
  });
  protected readonly condition = computed(() => {
    const rule = this.answer()?.rule;
    return rule?.kind === 'METRIC' ? rule.condition : null;
  });
  protected readonly severity = computed(() => this.answer()?.rule.severity ?? 'WARNING');
  protected readonly cursor = signal<number | null>(null);
  protected readonly charts = computed(() => {
    const { now = [], history = [], series = [] } = this.result() ?? {};
    return series.map(({ target, points }) => {
      const name = this.nameOf(target);
      const isMine = (each: { readonly target: Target }): boolean => this.nameOf(each.target) === name;
      return { name, points, history: history.filter(isMine), now: this.figure(now.find(isMine)?.value ?? null) };
    });
  });
  /** What the lines and shades of the charts are. */
  protected readonly held = computed(() => {
    const condition = this.condition();
    if (condition === null) return '';
    const { op, fire, clear } = condition;
    const well = clear === fire ? '' : `, well again at ${this.figure(clear) ?? ''}`;
    return `Dashed: fires ${op === '>' ? 'above' : 'below'} ${this.figure(fire) ?? ''}${well}. Shaded: would have fired.`;
  });
  private readonly all = computed<readonly Strip[]>(() => {
    const result = this.result();
    if (result === null) return [];
    const charted = new Set(this.charts().map(({ name }) => name));
    const words = { nameOf: this.nameOf.bind(this), figure: this.figure.bind(this) };
    return stripsOf(result, words, Date.now()).filter(({ name }) => !charted.has(name));
  });
  private readonly stripsShown = computed(() => (this.charts().length > 0 ? stripsBesideCharts : stripsMax));
  protected readonly strips = computed(() => this.all().slice(0, this.stripsShown()));
  protected readonly more = computed(() => Math.max(0, this.all().length - this.stripsShown()));
  protected readonly begin = computed(() => {
    this.result();
    return dayAndMonth(new Date(Date.now() - testedSpan));
  });

  private nameOf(target: Target): string {
    return targetWords({ kind: this.answer()?.rule.kind ?? 'METRIC', target });
  }

  private figure(value: number | null): string | null {
    const condition = this.condition();
    return figureWords(value, condition === null ? '' : alertMetricUnits[condition.metric]);
  }

  private things(count: number): string {
    return count === 1 ? 'host' : 'hosts';
  }
}

function withoutName(rule: AlertRuleFields | undefined): object | undefined {
  return rule && { ...rule, name: '', runbook: '', version: 0 };
}
