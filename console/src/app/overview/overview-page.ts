import type { ElementRef } from '@angular/core';
import { Component, computed, effect, inject, input, untracked, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { showHeading } from '../core/heading/page-heading';
import { showLiveSource } from '../core/live/live-sources';
import { Session } from '../core/session/session';
import { formatCount } from '../shared/figures/format';
import { FailureState } from '../shared/page-state/failure-state';
import { PageState } from '../shared/page-state/page-state';
import { ActivityCard } from './activity-card';
import { FleetActivity } from './fleet-activity';
import { FleetCards } from './cards/fleet-cards';
import { FleetFeed } from './fleet-feed';
import type { FleetView } from './fleet-filters';
import { FleetFilters } from './fleet-filters';
import { FleetHistory } from './chart/fleet-history';
import type { ChartRange } from './chart/chart-range';
import { chartRange, defaultRange } from './chart/chart-range';
import { countsOf } from './fleet-order';
import type { FleetQuery } from './fleet-query';
import { defaultSort, fleetQuery, isFiltered } from './fleet-query';
import { FleetHosts } from './fleet-hosts';
import { FleetStore } from './fleet-store';
import { FleetSummaryStore } from './fleet-summary-store';
import { FleetWalk } from './fleet-walk';
import { FleetGrid } from './list/fleet-grid';
import { FleetTable } from './list/fleet-table';
import { SparkStore } from './list/spark-store';

/** The fleet at a glance. Filter, order, view and time range are in the address, so that a view can be shared. */
@Component({
  selector: 'hb-overview-page',
  imports: [
    ActivityCard,
    FailureState,
    FleetCards,
    FleetFilters,
    FleetGrid,
    FleetHistory,
    FleetTable,
    MatButton,
    PageState,
    RouterLink,
  ],
  providers: [FleetActivity, FleetHosts, FleetWalk, FleetStore, FleetSummaryStore, FleetFeed, SparkStore],
  templateUrl: './overview-page.html',
  styleUrl: './overview-page.scss',
})
export class OverviewPage {
  private readonly router = inject(Router);
  private readonly summaryStore = inject(FleetSummaryStore);
  private readonly activity = inject(FleetActivity);
  private readonly hosts = inject(FleetHosts);
  protected readonly store = inject(FleetStore);
  protected readonly feed = inject(FleetFeed);

  // From the query string.
  readonly q = input<string>();
  readonly status = input<string>();
  readonly tag = input<string>();
  readonly sort = input<string>();
  readonly view = input<string>();
  readonly range = input<string>();

  protected readonly summary = this.summaryStore.summary;
  protected readonly summaryError = this.summaryStore.error;
  protected readonly query = computed<FleetQuery>(
    () => fleetQuery({ q: this.q(), status: this.status(), tag: this.tag(), sort: this.sort() }),
    { equal: (a, b) => a.q === b.q && a.status === b.status && a.tag === b.tag && a.sort === b.sort },
  );
  protected readonly fleetView = computed<FleetView>(() => (this.view() === 'table' ? 'table' : 'cards'));
  protected readonly historyRange = computed(() => chartRange(this.range()));
  protected readonly filtered = computed(() => isFiltered(this.query()));
  protected readonly tags = computed(() => {
    const { tag } = this.query();
    const tags = this.store.tags();
    return tag === '' || tags.includes(tag) ? tags : [tag, ...tags];
  });
  /** Of the hosts that the search and the tag leave; the server counts those of the whole fleet. */
  protected readonly counts = computed(() => {
    const summary = this.summary();
    const { q, tag } = this.query();
    // Whatever changes the list or the fleet's counts.
    this.store.rows();
    return summary === null || (q === '' && tag === '') ? summary : countsOf(this.hosts.all(), { q, tag });
  });
  private readonly list = viewChild<ElementRef<HTMLElement>>('hosts');
  protected readonly fleetIsEmpty = computed(
    () => this.store.isComplete() && this.store.known() === 0 && !this.filtered(),
  );
  protected readonly nothingAnswers = computed(
    () =>
      this.store.rows().length === 0 &&
      [this.store.error(), this.summaryError(), this.activity.error()].every((error) => error !== null),
  );
  protected readonly mayManageTokens = inject(Session).can('token.manage');
  protected readonly count = formatCount;
  /** On a narrow screen what stands below more hosts than these is never found. */
  protected readonly fewHosts = 20;
  protected readonly placeholders = Array.from({ length: 8 }, (_, index) => index);

  constructor() {
    showHeading(() => {
      const total = this.summary()?.total;
      if (total === undefined) return { title: 'Fleet' };
      return { title: 'Fleet', detail: total === 1 ? '1 host' : `${formatCount(total)} hosts` };
    });
    showLiveSource(this.feed.contact);
    effect(() => {
      const query = this.query();
      untracked(() => this.store.show(query));
    });
    let status: string | null = untracked(() => this.query().status);
    effect(() => {
      const { status: chosen } = this.query();
      if (chosen !== status && chosen !== null) untracked(() => this.bringHostsIntoView());
      status = chosen;
    });
  }

  protected changeQuery(change: Partial<FleetQuery>): void {
    const query = { ...this.query(), ...change };
    void this.setAddress({
      q: query.q || null,
      status: query.status,
      tag: query.tag || null,
      sort: query.sort === defaultSort ? null : query.sort,
    });
  }

  protected changeView(view: FleetView): void {
    void this.setAddress({ view: view === 'cards' ? null : view });
  }

  protected changeRange(range: ChartRange): void {
    void this.setAddress({ range: range === defaultRange ? null : range });
  }

  protected clearFilters(): void {
    this.changeQuery({ q: '', status: null, tag: '' });
  }

  protected retrySummary(): void {
    this.summaryStore.load();
  }

  /** On a small screen the hosts are far below the figure that was pressed. */
  private bringHostsIntoView(): void {
    const list = this.list()?.nativeElement;
    const height = list?.ownerDocument.defaultView?.innerHeight ?? 0;
    if (list !== undefined && list.getBoundingClientRect().top > height * 0.75) list.scrollIntoView({ block: 'start' });
  }

  private setAddress(queryParams: Record<string, string | null>): Promise<boolean> {
    return this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true, scroll: 'manual' });
  }
}
