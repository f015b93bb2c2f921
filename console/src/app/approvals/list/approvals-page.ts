import { Component, computed, inject, input } from '@angular/core';
import { toObservable, takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { Router, RouterLink } from '@angular/router';
import type { ApprovalSummary } from '@hyprbox/contracts';
import { ApprovalsApi } from '../../core/api/approvals.api';
import { showHeading } from '../../core/heading/page-heading';
import { pollSeconds } from '../../core/live/contact';
import { pollWhileVisible } from '../../core/live/poll';
import { PagedList } from '../../core/paging/paged-list';
import { Session } from '../../core/session/session';
import { FailureState } from '../../shared/page-state/failure-state';
import { LoadingList } from '../../shared/page-state/loading-list';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { RelativeTime } from '../../shared/time/relative-time';
import { TimeAhead } from '../../shared/time/time-ahead';
import { approvalStateWords, causesInWords, hostsInWords, whatInWords } from '../approval-words';

/** What waits for somebody to agree to it, and what became of the rest. */
@Component({
  selector: 'hb-approvals-page',
  imports: [
    FailureState,
    LoadingList,
    MatButtonToggle,
    MatButtonToggleGroup,
    PageState,
    RelativeTime,
    RouterLink,
    ShowMore,
    TimeAhead,
  ],
  template: `
    <div class="hb-page">
      <div class="bar">
        <mat-button-toggle-group
          hideSingleSelectionIndicator
          aria-label="Which approvals"
          [value]="all() ? 'all' : 'pending'"
          (change)="choose($event.value)"
        >
          <mat-button-toggle value="pending">Waiting</mat-button-toggle>
          <mat-button-toggle value="all">All</mat-button-toggle>
        </mat-button-toggle-group>
        <p class="quiet">What the settings say needs one starts only once somebody else has agreed to it.</p>
      </div>
      @if (rows(); as rows) {
        @if (rows.length > 0) {
          <ul class="hb-card" tabindex="-1">
            @for (row of rows; track row.approval.id) {
              <li>
                <div class="what">
                  <a class="name" [routerLink]="['/dashboard/approvals', row.approval.id]">{{ row.approval.name }}</a>
                  <span class="quiet">{{ row.what }} · {{ row.hosts }} · {{ row.causes }}</span>
                  <span class="quiet">
                    Asked for by {{ row.approval.requestedByName ?? 'somebody who is gone' }}
                    <hb-relative-time [at]="row.approval.requestedAt" />
                  </span>
                </div>
                @if (row.approval.state === 'PENDING') {
                  <span class="warning">Expires <hb-time-ahead [at]="row.approval.expiresAt" /></span>
                  @if (row.own) {
                    <span class="quiet">Yours: somebody else decides</span>
                  }
                } @else {
                  <span class="quiet" [attr.data-state]="row.approval.state">{{ row.state }}</span>
                }
              </li>
            }
          </ul>
          <hb-show-more
            [hasMore]="list.hasMore()"
            [loading]="list.loadingMore()"
            [problem]="list.moreProblem()"
            (more)="list.loadMore()"
          />
        } @else if (all()) {
          <hb-page-state
            icon="check"
            title="Nothing was ever asked for"
            detail="An admin says in the settings what needs an approval: presets, tags of hosts, rollouts on many hosts, scripts of one’s own."
          />
        } @else {
          <hb-page-state icon="check" title="Nothing waits for you" detail="What needs an approval appears here." />
        }
      } @else if (list.problem(); as problem) {
        <hb-failure-state [error]="problem" (retry)="list.reload()" />
      } @else {
        <hb-loading-list class="hb-card" what="the approvals" [rowHeight]="52" [rows]="4" />
      }
    </div>
  `,
  styleUrls: ['../../shared/record-list/record-list.scss', './approvals-page.scss'],
})
export class ApprovalsPage {
  private readonly api = inject(ApprovalsApi);
  private readonly router = inject(Router);
  private readonly user = inject(Session).user;

  /** From the query string: `all`, or what waits. */
  readonly show = input<string>();

  protected readonly list = new PagedList<ApprovalSummary>();
  protected readonly all = computed(() => this.show() === 'all');
  protected readonly rows = computed(() =>
    this.list.items()?.map((approval) => ({
      approval,
      what: whatInWords(approval),
      hosts: hostsInWords(approval.targets),
      causes: causesInWords(approval.causes),
      state: approvalStateWords[approval.state],
      own: approval.requestedBy !== null && approval.requestedBy === this.user()?.id,
    })),
  );

  constructor() {
    showHeading(() => ({ title: 'Approvals' }));
    toObservable(this.all)
      .pipe(takeUntilDestroyed())
      .subscribe((all) => this.list.show((page) => this.api.list({ ...page, state: all ? null : 'PENDING' })));
    pollWhileVisible(pollSeconds, () => this.list.refresh());
  }

  protected choose(show: string): void {
    void this.router.navigate([], {
      queryParams: { show: show === 'all' ? 'all' : null },
      queryParamsHandling: 'merge',
    });
  }
}
