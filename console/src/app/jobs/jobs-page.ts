import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type { ExecutionStatus } from '@hyprbox/contracts';
import { executionStatuses, nodeIdPattern } from '@hyprbox/contracts';
import { showHeading } from '../core/heading/page-heading';
import { Session } from '../core/session/session';
import { FailureState } from '../shared/page-state/failure-state';
import { PageState } from '../shared/page-state/page-state';
import { JobFilterBar } from './list/job-filter-bar';
import type { JobFilter } from './list/job-list';
import { JobList } from './list/job-list';
import { JobTable } from './list/job-table';

/** What has run and runs, newest first; the filter is in the address. */
@Component({
  selector: 'hb-jobs-page',
  imports: [FailureState, JobFilterBar, JobTable, MatButton, PageState, RouterLink],
  providers: [JobList],
  templateUrl: './jobs-page.html',
  styleUrl: './jobs-page.scss',
})
export class JobsPage {
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly list = inject(JobList);

  /** From the address. */
  readonly status = input<string>();
  readonly node = input<string>();
  readonly preset = input<string>();

  protected readonly filter = computed<JobFilter>(() => ({
    status: toStatus(this.status()),
    nodeId: this.node() || null,
    preset: this.preset() || null,
  }));
  protected readonly filtered = computed(() => Object.values(this.filter()).some((value) => value !== null));
  /** What can be no host's id is no question for the server. */
  protected readonly impossible = computed(() => {
    const { nodeId } = this.filter();
    return nodeId !== null && !nodeIdPattern.test(nodeId);
  });
  protected readonly mayRun = computed(() => this.session.can('job.run'));
  /** As many rows as usually fill the first screen. */
  protected readonly skeletonRows = Array.from({ length: 8 }, (_, index) => index);

  constructor() {
    showHeading(() => ({ title: 'Jobs' }));
    effect(() => {
      const filter = this.filter();
      if (!this.impossible()) untracked(() => this.list.show(filter));
    });
  }

  protected changeFilter({ status, nodeId, preset }: JobFilter): void {
    void this.router.navigate(['/dashboard/jobs'], { queryParams: { status, node: nodeId, preset } });
  }

  protected clearFilter(): void {
    this.changeFilter({ status: null, nodeId: null, preset: null });
  }
}

/** Anybody can type an address: an unknown status is no filter. */
function toStatus(text: string | undefined): ExecutionStatus | null {
  return executionStatuses.find((status) => status === text?.toUpperCase()) ?? null;
}
