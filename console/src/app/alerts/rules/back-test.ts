import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import type { AlertRuleFields, RuleTest } from '@hyprbox/contracts';
import { alertMetricUnits } from '@hyprbox/contracts';
import { delay, of, switchMap } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { toApiProblem } from '../../core/api/problem';
import { healing } from '../../core/recovery/when-recovered';
import { figureWords, targetWords } from '../../shared/alerts/alert-words';
import { formatCount, formatDuration } from '../../shared/figures/format';
import { dayAndMonth } from '../../shared/time/local-time';

/** Pause in typing after which the rule is tried, in milliseconds. */
export const testPause = 500;
const days = 7;
const day = 24 * 60 * 60 * 1000;
/** Hosts whose week is drawn: those for which it fired longest. */
const drawnMax = 12;

interface Strip {
  readonly name: string;
  readonly now: string | null;
  readonly spans: readonly { readonly left: number; readonly width: number }[];
  readonly words: string;
}

/** What a rule would do now, and would have done over the last week, as it is typed. */
@Component({
  selector: 'hb-back-test',
  template: `
    <h2>Tried on the last 7 days</h2>
    @if (fields() === null) {
      <p class="quiet">As soon as the rule is filled in, it is tried on what is stored.</p>
    } @else if (fault(); as fault) {
      <p class="failed" role="status">{{ fault }}</p>
    } @else if (result(); as result) {
      <p class="sum" role="status" [class.outdated]="tested.isLoading()">{{ summary() }}</p>
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
  styles: `
    :host {
      display: block;
      padding: 14px 16px;
    }
    h2 {
      margin-bottom: 8px;
    }
    .sum {
      font-size: 15px;
      font-weight: 600;
    }
    .outdated {
      opacity: 0.5;
    }
    ul {
      display: flex;
      flex-direction: column;
      gap: 8px;
      padding: 0;
      margin: 12px 0 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 2px 8px;
    }
    .name {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .now {
      color: var(--hb-critical-text);
    }
    .strip {
      position: relative;
      grid-column: 1 / -1;
      height: 12px;
      overflow: hidden;
      background:
        repeating-linear-gradient(
          to right,
          transparent 0 calc(100% / 7 - 1px),
          var(--hb-line) calc(100% / 7 - 1px) calc(100% / 7)
        ),
        var(--hb-raised);
      border-radius: 3px;
    }
    .strip span {
      position: absolute;
      top: 0;
      bottom: 0;
      min-width: 2px;
      background: var(--hb-critical);
    }
    .axis {
      display: flex;
      justify-content: space-between;
      margin-top: 2px;
      font-size: 11px;
    }
    .quiet,
    .axis {
      color: var(--hb-text-secondary);
    }
    .failed {
      color: var(--hb-critical-text);
    }
    .block {
      display: block;
      height: 80px;
      margin-top: 10px;
    }
  `,
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
        ),
    }),
  );
  /** What was found of the rule before stays until the answer for the new one is there. */
  protected readonly result = linkedSignal<RuleTest | undefined, RuleTest | null>({
    source: () => (this.tested.hasValue() ? this.tested.value() : undefined),
    computation: (answer, before) => answer ?? before?.value ?? null,
  });
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
    return `${at}, ${times} in the last ${days} days.`;
  });
  private readonly all = computed<readonly Strip[]>(() => {
    const result = this.result();
    return result === null ? [] : this.stripsOf(result, Date.now());
  });
  protected readonly strips = computed(() => this.all().slice(0, drawnMax));
  protected readonly more = computed(() => Math.max(0, this.all().length - drawnMax));
  protected readonly begin = computed(() => {
    this.result();
    return dayAndMonth(new Date(Date.now() - days * day));
  });

  private stripsOf({ now, history }: RuleTest, at: number): Strip[] {
    const begin = at - days * day;
    const names = [...now, ...history].map(({ target }) => this.nameOf(target));
    const figures = new Map(now.map(({ target, value }) => [this.nameOf(target), this.figure(value) ?? 'now']));
    const strips = [...new Set(names)].map((name) => {
      const spans = history
        .filter(({ target }) => this.nameOf(target) === name)
        .map(({ from, to, peak }) => ({ from: Math.max(begin, Date.parse(from)), to: Date.parse(to), peak }));
      const lasted = spans.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
      const times = `${spans.length} ${spans.length === 1 ? 'time' : 'times'}, ${formatDuration(lasted / 1000)} in all`;
      return {
        lasted,
        strip: {
          name,
          now: figures.get(name) ?? null,
          words: `${name}: ${spans.length === 0 ? 'did not fire' : `fired ${times}`}`,
          spans: spans.map(({ from, to }) => ({
            left: ((from - begin) / (days * day)) * 100,
            width: (Math.max(0, to - from) / (days * day)) * 100,
          })),
        },
      };
    });
    return strips.sort((one, other) => other.lasted - one.lasted).map(({ strip }) => strip);
  }

  private nameOf(target: RuleTest['now'][number]['target']): string {
    return targetWords({ kind: this.fields()?.kind ?? 'METRIC', target });
  }

  private figure(value: number | null): string | null {
    const fields = this.fields();
    return figureWords(value, fields?.kind === 'METRIC' ? alertMetricUnits[fields.condition.metric] : '');
  }

  private things(count: number): string {
    return count === 1 ? 'host' : 'hosts';
  }
}

function withoutName(rule: AlertRuleFields | undefined): object | undefined {
  return rule && { ...rule, name: '', runbook: '', version: 0 };
}
