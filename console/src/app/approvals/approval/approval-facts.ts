import { Component, computed, inject, input, output } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import type { Approval, Rollout } from '@hyprbox/contracts';
import { AlertsApi } from '../../core/api/alerts.api';
import { RolloutsApi } from '../../core/api/rollouts.api';
import { healing } from '../../core/recovery/when-recovered';
import { Session } from '../../core/session/session';
import { formatCount } from '../../shared/figures/format';
import { FailureState } from '../../shared/page-state/failure-state';
import { selectorWords } from '../../shared/selector/selector-words';
import { writeDuration } from '../../shared/time/durations';
import { dayAndTime } from '../../shared/time/local-time';
import { causesInWords, hostsInWords, whatInWords } from '../approval-words';

/** Hosts that are named; the rollout has all of them. */
const namedHosts = 50;

const offlineWords = { WAIT: 'is waited for', SKIP: 'is left out', FAIL: 'counts as failed' } as const;

interface Fact {
  readonly name: string;
  readonly words: string;
}

/** Where, when and how what was asked for would run. */
@Component({
  selector: 'hb-approval-facts',
  imports: [FailureState, RouterLink],
  template: `
    <h2>What was asked for</h2>
    <dl>
      @for (fact of facts(); track fact.name) {
        <dt>{{ fact.name }}</dt>
        <dd>{{ fact.words }}</dd>
      }
    </dl>
    @if (error()) {
      <hb-failure-state [error]="error()" (retry)="retry.emit()" />
    }
    <h3>{{ hosts() }}</h3>
    @if (targets.hasValue()) {
      <ul>
        @for (target of targets.value().items; track target.nodeId) {
          <li>
            <a [routerLink]="['/dashboard/nodes', target.nodeId]">{{ target.nodeId }}</a>
            <span class="quiet">wave {{ target.wave }}</span>
          </li>
        }
      </ul>
      @if (more() > 0) {
        <p class="quiet">And {{ formatCount(more()) }} more.</p>
      }
    } @else if (targets.error()) {
      <p class="quiet">Which ones they are could not be read.</p>
    }
    <p><a [routerLink]="['/dashboard/rollouts', approval().rolloutId]">See the rollout</a></p>
  `,
  styles: `
    :host {
      display: block;
      padding: 14px 16px;
    }
    dl {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 6px 14px;
      margin: 10px 0;
    }
    dt,
    .quiet {
      color: var(--hb-text-secondary);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
    h3 {
      margin: 14px 0 6px;
      font-size: 13px;
      font-weight: 600;
    }
    ul {
      max-height: 260px;
      padding: 0;
      margin: 0 0 8px;
      overflow-y: auto;
      list-style: none;
    }
    li {
      display: flex;
      gap: 10px;
      justify-content: space-between;
      padding: 3px 0;
    }
    li a {
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
  `,
})
export class ApprovalFacts {
  private readonly rollouts = inject(RolloutsApi);
  private readonly alerts = inject(AlertsApi);
  private readonly mayReadWindows = inject(Session).can('alert.read');

  readonly approval = input.required<Approval>();
  /** Null while it is being loaded. */
  readonly rollout = input.required<Rollout | null>();
  readonly error = input.required<unknown>();
  readonly retry = output();

  protected readonly formatCount = formatCount;
  private readonly rolloutId = computed(() => this.approval().rolloutId);
  protected readonly targets = healing(
    rxResource({
      params: () => this.rolloutId(),
      stream: ({ params: id }) => this.rollouts.targets(id, { limit: namedHosts }),
    }),
  );
  protected readonly hosts = computed(() => `On ${hostsInWords(this.approval().targets)}`);
  protected readonly more = computed(() =>
    this.targets.hasValue() ? this.approval().targets - this.targets.value().items.length : 0,
  );
  private readonly windowId = computed(() => this.rollout()?.windowId ?? undefined);
  private readonly window = healing(
    rxResource({
      params: () => (this.mayReadWindows ? this.windowId() : undefined),
      stream: ({ params: id }) => this.alerts.windows.get(id),
    }),
  );

  protected readonly facts = computed<readonly Fact[]>(() => {
    const approval = this.approval();
    const asked = [
      { name: 'Runs', words: whatInWords(approval) },
      { name: 'Needs one', words: causesInWords(approval.causes) },
    ];
    const rollout = this.rollout();
    return rollout === null ? asked : [...asked, ...this.factsOf(rollout)];
  });

  private factsOf(rollout: Rollout): Fact[] {
    const { variables, selector, waves, budget, budgetHosts, whenOffline, startAt, timeoutSeconds } = rollout;
    const values = Object.entries(variables).map(([name, value]) => `${name} = ${String(value)}`);
    const window = this.window.hasValue() ? this.window.value().name : 'a maintenance window';
    const gates = gateWords(rollout);
    return [
      ...(values.length > 0 ? [{ name: 'Variables', words: values.join('\n') }] : []),
      { name: 'Hosts', words: selectorWords(selector) },
      { name: 'Waves', words: wavesInWords(waves) },
      ...(gates === '' ? [] : [{ name: 'Goes on if', words: gates }]),
      { name: 'Budget', words: `${budget}, so ${hostsInWords(budgetHosts)} at most failed or running` },
      { name: 'A host that is away', words: offlineWords[whenOffline] },
      { name: 'Starts', words: startAt === null ? 'once it is approved' : dayAndTime(new Date(startAt)) },
      ...(rollout.windowId === null ? [] : [{ name: 'Only in', words: window }]),
      { name: 'Time limit', words: writeDuration(timeoutSeconds) },
    ];
  }
}

/** A number alone would read as that of the waves. */
function wavesInWords(waves: Rollout['waves']): string {
  const sizes = waves.map(({ targets }) => hostsInWords(targets));
  return sizes.length === 1 ? `one, of ${sizes.join()}` : sizes.join(', then ');
}

function gateWords({ gates }: Rollout): string {
  const parts = [
    gates.heartbeat === true ? 'each host is heard again' : '',
    gates.noNewCritical === true ? 'nothing critical fires' : '',
    gates.checkPreset === undefined ? '' : `${gates.checkPreset} succeeds`,
    gates.confirm === true ? 'a person says so' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
