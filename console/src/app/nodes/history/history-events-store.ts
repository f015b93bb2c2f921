import { computed, DestroyRef, inject, Injectable } from '@angular/core';
import type { Alert, JobSummary, Page } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { forkJoin, map, of } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { JobsApi } from '../../core/api/jobs.api';
import { KnownValue } from '../../core/live/known-value';
import { Throttled } from '../../core/live/throttled';
import { Session } from '../../core/session/session';
import { AlertChanges } from '../../shared/alerts/alert-changes';
import type { HistoryEvent } from './history-event';
import { ofAlert, ofJob } from './history-event';
import { spanOf } from './history-span';
import type { HistoryView } from './history-view';
import { toInstants } from './history-view';

/** However often something changes, it is read again at most once in so many milliseconds. */
const refreshPause = 2_000;

interface Events {
  readonly items: readonly HistoryEvent[];
  /** Whether there are older ones in the same time than are known. */
  readonly hasOlder: boolean;
}

/** What happened on a host in the time that its history shows: the newest alerts that fired, and the newest jobs. */
@Injectable()
export class HistoryEventsStore {
  private readonly alerts = inject(AlertsApi);
  private readonly jobs = inject(JobsApi);
  private readonly mayReadAlerts = inject(Session).can('alert.read');
  private readonly found = new KnownValue<Events>();
  private readonly refresh: Throttled;
  private asked: { readonly nodeId: string; readonly view: HistoryView } | null = null;

  /** Newest first; none until they are known. The former ones stay until those of another view are there. */
  readonly items = computed(() => this.found.value()?.items ?? []);
  readonly hasOlder = computed(() => this.found.value()?.hasOlder ?? false);

  constructor() {
    const owner = inject(DestroyRef);
    this.refresh = new Throttled(refreshPause, () => this.read(), owner);
    if (!this.mayReadAlerts) return;
    inject(AlertChanges).follow(owner, (change) => {
      if (change === 'resync' || change.target.nodeId === this.asked?.nodeId) this.freshen();
    });
  }

  show(nodeId: string, view: HistoryView): void {
    if (this.asked?.nodeId !== nodeId) this.found.forget();
    this.asked = { nodeId, view };
    this.read();
  }

  /** Something may have happened. */
  freshen(): void {
    if (this.asked !== null) this.refresh.ask();
  }

  private read(): void {
    if (this.asked === null) return;
    const { nodeId, view } = this.asked;
    const query = { nodeId, ...toInstants(spanOf(view, Date.now())), limit: limits.pageMax };
    const alerts = this.mayReadAlerts ? this.alerts.list(query) : of<Page<Alert>>({ items: [], nextCursor: null });
    this.found.read(forkJoin([alerts, this.jobs.list(query)]).pipe(map(([fired, ran]) => together(fired, ran))));
  }
}

function together(alerts: Page<Alert>, jobs: Page<JobSummary>): Events {
  const items = [...alerts.items.flatMap(ofAlert), ...jobs.items.map(ofJob)];
  return {
    items: items.sort((one, other) => other.at - one.at),
    hasOlder: alerts.nextCursor !== null || jobs.nextCursor !== null,
  };
}
