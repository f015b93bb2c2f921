import { Component, effect, inject, input, untracked } from '@angular/core';
import type { BackupRun } from '@hyprbox/contracts';
import { BackupsApi } from '../../core/api/backups.api';
import { pollWhileVisible } from '../../core/live/poll';
import { PagedList } from '../../core/paging/paged-list';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { refreshSeconds } from '../refresh';
import { RunTable } from '../run/run-table';

/** The runs of a policy, newest first, kept fresh. */
@Component({
  selector: 'hb-run-list',
  imports: [FailureState, PageState, RunTable, ShowMore],
  template: `
    <h2>Runs</h2>
    @if (list.items(); as runs) {
      @if (runs.length > 0) {
        <hb-run-table [runs]="runs" />
        <hb-show-more
          [hasMore]="list.hasMore()"
          [loading]="list.loadingMore()"
          [problem]="list.moreProblem()"
          (more)="list.loadMore()"
        />
      } @else {
        <hb-page-state icon="list" title="Nothing has run yet" detail="The first run comes at its time, or by hand." />
      }
    } @else if (list.problem(); as problem) {
      <hb-failure-state [error]="problem" (retry)="list.reload()" />
    } @else {
      <div class="skeleton" role="status">
        <span class="hb-visually-hidden">Loading the runs</span>
        @for (row of skeletonRows; track row) {
          <span class="hb-skeleton"></span>
        }
      </div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    h2 {
      padding: 12px 15px 6px;
    }
    .skeleton {
      display: flex;
      flex-direction: column;
      gap: 14px;
      padding: 8px 15px 16px;
    }
    .skeleton .hb-skeleton {
      height: 18px;
    }
  `,
})
export class RunList {
  private readonly api = inject(BackupsApi);
  protected readonly list = new PagedList<BackupRun>();

  readonly policyId = input.required<string>();
  /** Null: of every host. */
  readonly nodeId = input.required<string | null>();

  protected readonly skeletonRows = Array.from({ length: 5 }, (_, index) => index);

  constructor() {
    effect(() => {
      const [policyId, nodeId] = [this.policyId(), this.nodeId()];
      untracked(() => this.list.show((page) => this.api.runs.list({ ...page, policyId, nodeId })));
    });
    pollWhileVisible(refreshSeconds, () => this.list.refresh());
  }

  /** A run was queued: it is there already. */
  reload(): void {
    this.list.reload();
  }
}
