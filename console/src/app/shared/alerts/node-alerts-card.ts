import { Component, computed, DestroyRef, inject, input, type OnInit } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatSnackBar } from '@angular/material/snack-bar';
import { RouterLink } from '@angular/router';
import type { Alert, AlertWindow } from '@hyprbox/contracts';
import { alertLimits } from '@hyprbox/contracts';
import { firstValueFrom, forkJoin } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { toApiProblem } from '../../core/api/problem';
import { pollWhileVisible } from '../../core/live/poll';
import { Throttled } from '../../core/live/throttled';
import { Session } from '../../core/session/session';
import { Submission } from '../form/submission';
import { FailureState } from '../page-state/failure-state';
import { RelativeTime } from '../time/relative-time';
import { AlertChanges } from './alert-changes';
import { AlertSeverityLabel } from './alert-severity';
import { alertSince, figureWords, partWords, stateWords } from './alert-words';

const openShown = 10;
const recentShown = 5;
const refreshSeconds = 30;
/** However often something changes, the card is read again at most once in so many milliseconds. */
const refreshPause = 1_000;
const quietHours = 2;
/** How long the word of what was done stays, in milliseconds. */
const wordShown = 10_000;

/** What fires on one host and what has fired of late, and the way to keep it quiet while somebody works on it. */
@Component({
  selector: 'hb-node-alerts-card',
  imports: [AlertSeverityLabel, FailureState, MatButton, RelativeTime, RouterLink],
  template: `
    <header>
      <h2>Alerts</h2>
      <a routerLink="/dashboard/alerts" [queryParams]="{ node: nodeId(), show: 'history' }">All of this host</a>
    </header>
    @if (rows(); as rows) {
      <ul>
        @for (row of rows; track row.alert.id) {
          <li>
            <a [routerLink]="['/dashboard/alerts', row.alert.id]">{{ row.alert.ruleName }}</a>
            <hb-alert-severity [alert]="row.alert" />
            <span class="quiet">
              {{ row.words }}
              @if (row.alert.resolvedAt; as at) {
                resolved <hb-relative-time [at]="at" />
              } @else {
                since <hb-relative-time [at]="row.since" />
              }
            </span>
          </li>
        } @empty {
          <li class="none">Nothing fires on this host.</li>
        }
      </ul>
    } @else if (found.error(); as error) {
      <hb-failure-state [error]="error" (retry)="found.reload()" />
    } @else {
      <ul aria-hidden="true">
        <li><span class="hb-skeleton">Nothing fires on this host.</span></li>
      </ul>
    }
    @if (mayHandle) {
      <footer>
        <button
          matButton="outlined"
          type="button"
          disabledInteractive
          [disabled]="submission.busy()"
          (click)="keepQuiet()"
        >
          Quiet for {{ hours }} h
        </button>
      </footer>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      padding: 12px 15px 8px;
    }
    ul {
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 2px 8px;
      align-items: center;
      padding: 6px 15px;
      border-top: 1px solid var(--hb-line);
    }
    li > a:first-child {
      min-width: 0;
      overflow: hidden;
      color: var(--hb-text);
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .quiet {
      grid-column: 1 / -1;
      overflow-wrap: anywhere;
      font-size: 12px;
    }
    .quiet,
    .none {
      color: var(--hb-text-secondary);
    }
    footer {
      padding: 8px 15px 12px;
      border-top: 1px solid var(--hb-line);
    }
  `,
})
export class NodeAlertsCard implements OnInit {
  private readonly api = inject(AlertsApi);
  private readonly snackBar = inject(MatSnackBar);
  private readonly changes = inject(AlertChanges);
  private readonly owner = inject(DestroyRef);

  readonly nodeId = input.required<string>();

  protected readonly hours = quietHours;
  protected readonly mayHandle = inject(Session).can('alert.handle');
  protected readonly submission = new Submission();
  protected readonly found = rxResource({
    params: () => this.nodeId(),
    stream: ({ params: nodeId }) =>
      forkJoin({
        open: this.api.list({ nodeId, state: ['PENDING', 'FIRING', 'RECOVERING'], limit: openShown }),
        recent: this.api.list({ nodeId, state: ['RESOLVED'], limit: recentShown }),
      }),
  });
  protected readonly rows = computed(() => {
    if (!this.found.hasValue()) return null;
    const { open, recent } = this.found.value();
    return [...open.items, ...recent.items].map((alert) => ({
      alert,
      since: alertSince(alert),
      words: wordsOf(alert),
    }));
  });

  constructor() {
    pollWhileVisible(refreshSeconds, () => this.found.reload());
  }

  /** Not before: what is deferred gets its inputs some time after it is made, and a change may come between. */
  ngOnInit(): void {
    const refresh = new Throttled(refreshPause, () => this.found.reload(), this.owner);
    this.changes.follow(this.owner, (change) => {
      if (change === 'resync' || change.target.nodeId === this.nodeId()) refresh.ask();
    });
  }

  protected async keepQuiet(): Promise<void> {
    if (this.submission.busy()) return;
    const [nodeId, from] = [this.nodeId(), new Date()];
    const to = new Date(from.getTime() + quietHours * 60 * 60 * 1000);
    const done = await this.submission.send(async () => {
      const window = await firstValueFrom(
        this.api.windows.create({
          name: `Maintenance of ${nodeId}`.slice(0, alertLimits.ruleNameLength),
          kind: 'MAINTENANCE',
          selector: { nodeIds: [nodeId] },
          from: from.toISOString(),
          to: to.toISOString(),
        }),
      );
      this.snackBar
        .open(`${nodeId} is kept quiet for ${quietHours} h.`, 'End it', { duration: wordShown })
        .onAction()
        .subscribe(() => void this.end(window));
    });
    const problem = this.submission.problem();
    if (!done && problem !== null) {
      this.snackBar.open(`${nodeId} is not kept quiet. ${problem.detail || problem.title}`, 'Close');
    }
  }

  private async end({ id, name }: AlertWindow): Promise<void> {
    try {
      await firstValueFrom(this.api.windows.delete(id), { defaultValue: undefined });
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`${name} goes on. ${problem.detail || problem.title}`, 'Close');
    }
  }
}

function wordsOf(alert: Alert): string {
  const parts = [
    partWords(alert.target),
    figureWords(alert.state === 'RESOLVED' ? alert.peak : alert.value, alert.unit) ?? '',
    alert.state === 'PENDING' || alert.state === 'RECOVERING' ? stateWords[alert.state].toLowerCase() : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
