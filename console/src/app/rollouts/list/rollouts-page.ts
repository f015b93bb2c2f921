import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type { RolloutSummary } from '@hyprbox/contracts';
import { RolloutsApi } from '../../core/api/rollouts.api';
import { showHeading } from '../../core/heading/page-heading';
import { pollSeconds } from '../../core/live/contact';
import { pollWhileVisible } from '../../core/live/poll';
import { PagedList } from '../../core/paging/paged-list';
import { Session } from '../../core/session/session';
import { FilterFold } from '../../shared/filter-fold/filter-fold';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { LoadingList } from '../../shared/page-state/loading-list';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import type { RolloutFilter } from './rollout-filter';
import { filterAddress, filterQuery, noFilter, readFilter } from './rollout-filter';
import { RolloutFilterBar } from './rollout-filter-bar';
import { RolloutTable } from './rollout-table';

/** Seconds between two readings while something goes on. */
const openPollSeconds = 3;

/** What was rolled out and is being rolled out, newest first; the filter is in the address. */
@Component({
  selector: 'hb-rollouts-page',
  imports: [
    FailureState,
    FilterFold,
    Icon,
    LoadingList,
    MatButton,
    PageState,
    RolloutFilterBar,
    RolloutTable,
    RouterLink,
    ShowMore,
  ],
  templateUrl: './rollouts-page.html',
  styleUrl: './rollouts-page.scss',
})
export class RolloutsPage {
  private readonly api = inject(RolloutsApi);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly list = new PagedList<RolloutSummary>();

  /** From the address. */
  readonly state = input<string>();
  readonly preset = input<string>();
  readonly by = input<string>();
  readonly schedule = input<string>();

  protected readonly filter = computed<RolloutFilter>(() =>
    readFilter({ state: this.state(), preset: this.preset(), by: this.by(), schedule: this.schedule() }),
  );
  protected readonly filtered = computed(() => Object.values(this.filter()).some((value) => value !== null));
  protected readonly mayRun = computed(() => this.session.can('job.run'));
  protected readonly mayScript = computed(() => this.session.can('job.adhoc'));

  constructor() {
    showHeading(() => ({ title: 'Rollouts' }));
    effect(() => {
      const query = filterQuery(this.filter(), this.session.user()?.id ?? null);
      untracked(() => this.list.show((page) => this.api.list({ ...query, ...page })));
    });
    pollWhileVisible(openPollSeconds, () => {
      if (this.list.items()?.some(({ finishedAt }) => finishedAt === null) === true) this.list.refresh();
    });
    pollWhileVisible(pollSeconds, () => {
      if (this.list.items() !== null) this.list.refresh();
    });
  }

  protected changeFilter(filter: RolloutFilter): void {
    void this.router.navigate(['/dashboard/rollouts'], { queryParams: filterAddress(filter) });
  }

  protected clearFilter(): void {
    this.changeFilter(noFilter);
  }
}
