import { Component, DestroyRef, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Alert, AlertDetails } from '@hyprbox/contracts';
import { AlertsApi } from '../../core/api/alerts.api';
import { toApiProblem } from '../../core/api/problem';
import { showHeading } from '../../core/heading/page-heading';
import { pollSeconds } from '../../core/live/contact';
import { KnownValue } from '../../core/live/known-value';
import { showLiveSource } from '../../core/live/live-sources';
import { pollWhileVisible } from '../../core/live/poll';
import { Throttled } from '../../core/live/throttled';
import { AlertChanges } from '../../shared/alerts/alert-changes';
import { targetWords } from '../../shared/alerts/alert-words';
import { FailureState } from '../../shared/page-state/failure-state';
import { AlertChart } from './alert-chart';
import { AlertDeliveries } from './alert-deliveries';
import { AlertHead } from './alert-head';
import { AlertSurroundings } from './alert-surroundings';
import { AlertTimeline } from './alert-timeline';

/** However often it changes, an alert is read again at most once in so many milliseconds. */
const refreshPause = 1_000;

/** One alert: how it stands, how it came to that, what else happened, and who was told. */
@Component({
  selector: 'hb-alert-page',
  imports: [
    AlertChart,
    AlertDeliveries,
    AlertHead,
    AlertSurroundings,
    AlertTimeline,
    FailureState,
    MatButton,
    RouterLink,
  ],
  template: `
    <div class="hb-page">
      @if (alert(); as alert) {
        <hb-alert-head class="hb-card" [alert]="alert" (changed)="take($event)" />
        <div class="columns">
          <div class="main">
            @if (alert.kind === 'METRIC' && alert.target.nodeId) {
              <hb-alert-chart class="hb-card" [alert]="alert" />
            }
            <hb-alert-deliveries class="hb-card" [deliveries]="alert.deliveries" (resent)="read()" />
            @if (alert.target.nodeId; as nodeId) {
              <hb-alert-surroundings class="hb-card" [alert]="alert" [nodeId]="nodeId" />
            }
          </div>
          <hb-alert-timeline class="hb-card" [events]="alert.events" />
        </div>
      } @else if (known.error(); as error) {
        <div class="hb-card">
          <hb-failure-state [error]="error" (retry)="read()">
            <a matButton="outlined" routerLink="/dashboard/alerts">Go to the alerts</a>
          </hb-failure-state>
        </div>
      } @else {
        <div role="status">
          <span class="hb-visually-hidden">Loading the alert</span>
          <div class="hb-skeleton block"></div>
        </div>
      }
    </div>
  `,
  styles: `
    .hb-page,
    .main {
      display: flex;
      flex-direction: column;
      gap: 16px;
      min-width: 0;
    }
    .columns {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 340px;
      gap: 16px;
      align-items: start;
    }
    .block {
      display: block;
      height: 320px;
      border-radius: var(--hb-radius);
    }
    @media (width < 1000px) {
      .columns {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class AlertPage {
  private readonly api = inject(AlertsApi);
  private readonly changes = inject(AlertChanges);

  /** From the address. */
  readonly alertId = input.required<string>();

  protected readonly known = new KnownValue<AlertDetails>();
  protected readonly alert = this.known.value;

  constructor() {
    showHeading(() => {
      const alert = this.alert();
      const trail = [{ label: 'Alerts', link: '/dashboard/alerts' }];
      return alert === null ? { title: 'Alert', trail } : { title: alert.ruleName, detail: targetWords(alert), trail };
    });
    showLiveSource(this.changes.contact);
    const owner = inject(DestroyRef);
    const refresh = new Throttled(refreshPause, () => this.read(), owner);
    this.changes.follow(owner, (change) => {
      if (change === 'resync' || change.id === this.alertId()) refresh.ask();
    });
    effect(() => {
      this.alertId();
      untracked(() => {
        this.known.forget();
        this.read();
      });
    });
    pollWhileVisible(pollSeconds, () => this.read());
  }

  protected read(): void {
    this.known.read(this.api.get(this.alertId()), {
      answered: () => this.changes.contact.heard(),
      failed: (error) => {
        // It is too old to be kept: what is shown is no longer there.
        if (toApiProblem(error).kind === 'not-found') this.known.forget();
      },
    });
  }

  /** What the server made of a change; its timeline has another entry. */
  protected take(alert: Alert): void {
    this.known.update((details) => ({ ...details, ...alert }));
    this.read();
  }
}
