import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import type { Alert, AlertSummary, Page } from '@hyprbox/contracts';
import { AlertsApi } from '../../core/api/alerts.api';
import { pollSeconds } from '../../core/live/contact';
import { KnownValue } from '../../core/live/known-value';
import { pollWhileVisible } from '../../core/live/poll';
import { Throttled } from '../../core/live/throttled';
import { whenRecovered } from '../../core/recovery/when-recovered';
import { AlertChanges } from '../../shared/alerts/alert-changes';
import { AlertSeverityLabel } from '../../shared/alerts/alert-severity';
import { alertSince, targetWords } from '../../shared/alerts/alert-words';
import { atAGlance } from '../../shared/figures/at-a-glance';
import { Icon } from '../../shared/icon/icon';
import { PointedName } from '../../shared/pointed-name/pointed-name';
import { RelativeTime } from '../../shared/time/relative-time';

const newest = 5;
/** However many alerts change, the count is read again at most once in so many milliseconds. */
const refreshPause = 1_000;

/** How many alerts fire that nobody has taken on, on every page; pressed, the newest of them. */
@Component({
  selector: 'hb-alert-bell',
  imports: [
    AlertSeverityLabel,
    Icon,
    MatIconButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    PointedName,
    RelativeTime,
    RouterLink,
  ],
  templateUrl: './alert-bell.html',
  styleUrl: './alert-bell.scss',
})
export class AlertBell {
  private readonly api = inject(AlertsApi);
  private readonly summary = new KnownValue<AlertSummary>();
  private readonly newestPage = new KnownValue<Page<Alert>>();
  private readonly opened = signal(false);

  private readonly firing = computed(() => this.summary.value()?.firing ?? { WARNING: 0, CRITICAL: 0 });
  protected readonly count = computed(() => this.firing().WARNING + this.firing().CRITICAL);
  protected readonly shownCount = computed(() => atAGlance(this.count()));
  protected readonly tone = computed(() => (this.firing().CRITICAL > 0 ? 'CRITICAL' : 'WARNING'));
  protected readonly label = computed(() => {
    if (this.summary.value() === null) return 'Alerts';
    if (this.count() === 0) return 'Alerts: nothing fires';
    return `Alerts: ${this.shownCount()} firing, ${this.firing().CRITICAL} of them critical`;
  });
  protected readonly alerts = computed(() =>
    (this.newestPage.value()?.items ?? []).map((alert) => ({
      alert,
      on: targetWords(alert),
      since: alertSince(alert),
    })),
  );
  protected readonly known = computed(() => this.newestPage.value() !== null);
  protected readonly failed = computed(() => this.newestPage.error() !== null);

  constructor() {
    const owner = inject(DestroyRef);
    const refresh = new Throttled(refreshPause, () => this.read(), owner);
    inject(AlertChanges).follow(owner, () => refresh.ask());
    this.read();
    pollWhileVisible(pollSeconds, () => this.read());
    whenRecovered(() => this.read());
  }

  protected open(): void {
    this.opened.set(true);
    this.readNewest();
  }

  protected close(): void {
    this.opened.set(false);
  }

  private read(): void {
    this.summary.read(this.api.summary());
    if (this.opened()) this.readNewest();
  }

  private readNewest(): void {
    this.newestPage.read(this.api.list({ state: ['FIRING', 'RECOVERING'], acked: false, quiet: false, limit: newest }));
  }
}
