import { Component, computed, DestroyRef, DOCUMENT, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { addressOf, nodeIdPattern, streamsEndpoints } from '@hyprbox/contracts';
import type { NodeEvents } from '../core/event-stream/node-events';
import { EventStreams } from '../core/event-stream/event-streams';
import { showHeading } from '../core/heading/page-heading';
import { Contact } from '../core/live/contact';
import { JobStates } from '../core/live/job-states';
import { showLiveSource } from '../core/live/live-sources';
import { Session } from '../core/session/session';
import { FilterFold } from '../shared/filter-fold/filter-fold';
import { FailureState } from '../shared/page-state/failure-state';
import { LoadingList } from '../shared/page-state/loading-list';
import { PageState } from '../shared/page-state/page-state';
import { ShowMore } from '../shared/show-more/show-more';
import type { Creator } from './list/job-filter-bar';
import { JobFilterBar } from './list/job-filter-bar';
import type { JobFilter } from './list/job-filter';
import { filterAddress, noFilter, readFilter } from './list/job-filter';
import { JobList } from './list/job-list';
import { JobTable } from './list/job-table';

/** What has run and runs, newest first; the filter is in the address. */
@Component({
  selector: 'hb-jobs-page',
  imports: [FailureState, FilterFold, JobFilterBar, JobTable, LoadingList, MatButton, PageState, RouterLink, ShowMore],
  providers: [JobList, JobStates],
  host: { '(document:scroll)': 'noteScroll()' },
  templateUrl: './jobs-page.html',
  styleUrl: './jobs-page.scss',
})
export class JobsPage {
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly document = inject(DOCUMENT);
  protected readonly jobs = inject(JobList);
  protected readonly list = this.jobs.list;

  /** From the address. */
  readonly status = input<string>();
  readonly node = input<string>();
  readonly preset = input<string>();
  readonly by = input<string>();
  readonly time = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();

  protected readonly filter = computed<JobFilter>(() =>
    readFilter({
      status: this.status(),
      node: this.node(),
      preset: this.preset(),
      by: this.by(),
      time: this.time(),
      from: this.from(),
      to: this.to(),
    }),
  );
  protected readonly filtered = computed(() => Object.values(this.filter()).some((value) => value !== null));
  /** What can be no host's id is no question for the server. */
  protected readonly impossible = computed(() => {
    const { nodeId } = this.filter();
    return nodeId !== null && !nodeIdPattern.test(nodeId);
  });
  protected readonly mayRun = computed(() => this.session.can('job.run'));

  protected readonly creators = computed<readonly Creator[]>(() =>
    (this.list.items() ?? []).flatMap(({ createdBy, createdByName }) =>
      createdBy === null || createdByName === null ? [] : [{ id: createdBy, name: createdByName }],
    ),
  );
  protected readonly newWords = computed(() => {
    const count = this.jobs.newCount();
    return count === 1 ? '1 new job' : `${count} new jobs`;
  });
  private readonly pointedAt = signal(false);
  private readonly scrolled = signal(false);

  constructor() {
    showHeading(() => ({ title: 'Jobs' }));
    this.hearOfNewJobs();
    effect(() => {
      const filter = this.filter();
      if (!this.impossible()) untracked(() => this.jobs.show(filter));
    });
    effect(() => {
      const frozen = this.pointedAt() || this.scrolled();
      untracked(() => this.jobs.freeze(frozen));
    });
  }

  protected point(at: boolean): void {
    this.pointedAt.set(at);
  }

  protected noteScroll(): void {
    this.scrolled.set((this.document.defaultView?.scrollY ?? 0) > 0);
  }

  protected showNew(): void {
    this.jobs.showArrived();
    this.document.defaultView?.scrollTo({ top: 0 });
  }

  protected changeFilter(filter: JobFilter): void {
    void this.router.navigate(['/dashboard/jobs'], { queryParams: filterAddress(filter) });
  }

  protected clearFilter(): void {
    this.changeFilter(noFilter);
  }

  /** That a job was queued, or has ended, is among what happens on the hosts. */
  private hearOfNewJobs(): void {
    const stream = inject(EventStreams).open<NodeEvents>(
      {
        url: addressOf(streamsEndpoints.nodes()),
        on: {
          heartbeat: () => contact.heard(),
          activity: ({ jobId }) => {
            contact.heard();
            if (jobId !== undefined) this.jobs.refreshSoon();
          },
          resync: () => this.jobs.refreshSoon(),
        },
      },
      inject(DestroyRef),
    );
    const contact = new Contact(stream.connection);
    effect(() => {
      if (this.jobs.asOf() !== null) contact.heard();
    });
    showLiveSource(contact);
  }
}
