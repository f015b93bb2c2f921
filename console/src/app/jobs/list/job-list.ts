import { DOCUMENT } from '@angular/core';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { JobSummary, Page, StatusEvent } from '@hyprbox/contracts';
import { isTerminal, limits } from '@hyprbox/contracts';
import { JobsApi } from '../../core/api/jobs.api';
import type { ApiProblem } from '../../core/api/problem';
import { JobStates } from '../../core/live/job-states';
import { PagedList } from '../../core/paging/paged-list';
import { Session } from '../../core/session/session';
import { newest } from '../../shared/execution/execution-state';
import type { JobFilter } from './job-filter';
import { filterQuery } from './job-filter';

/**
 * How often the list is read again, in milliseconds: behind the streams, while one of them is away and something is
 * unfinished, and soon after a stream has told that something happened.
 */
export const jobListRefresh = { quiet: 15_000, away: 3_000, told: 250 } as const;

/**
 * The jobs that match a filter, newest first, as many pages of them as were asked for, kept fresh. While the list is
 * frozen, rows change in place but none comes or goes: those that would are counted.
 */
@Injectable()
export class JobList {
  private readonly jobs = inject(JobsApi);
  private readonly states = inject(JobStates);
  private readonly session = inject(Session);
  private readonly document = inject(DOCUMENT);
  private readonly arrived = signal<Page<JobSummary> | null>(null);
  private readonly readAt = signal<number | null>(null);
  private frozen = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** The pages of it. What lies beyond the largest page stays as it was read. */
  readonly list = new PagedList<JobSummary>({
    rereads: limits.pageMax,
    merge: (read, shown) => this.merge(read, shown),
    called: (problem) => this.called(problem),
  });
  /** When the list was last read, in milliseconds of the browser's clock. */
  readonly asOf = this.readAt.asReadonly();
  /** How many jobs are newer than the newest that is shown. */
  readonly newCount = computed(() => {
    const newest = this.list.items()?.[0]?.id ?? '';
    return this.arrived()?.items.filter(({ id }) => id > newest).length ?? 0;
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  show(filter: JobFilter): void {
    this.arrived.set(null);
    this.list.show((page) =>
      this.jobs.list({ ...filterQuery(filter, this.session.user()?.id ?? null, Date.now()), ...page }),
    );
  }

  /** Whether nothing may move, as while somebody points at a row. */
  freeze(frozen: boolean): void {
    this.frozen = frozen;
    if (!frozen) this.showArrived();
  }

  showArrived(): void {
    const page = this.arrived();
    if (page === null) return;
    this.arrived.set(null);
    this.list.updatePage((shown) => withNewest(page, shown));
  }

  /** Something has happened that may be in the list. */
  refreshSoon(): void {
    if (this.list.items() === null) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), jobListRefresh.told);
  }

  private called(problem: ApiProblem | null): void {
    if (problem === null) {
      this.readAt.set(Date.now());
      this.followUnfinished();
    }
    this.refreshLater();
  }

  private followUnfinished(): void {
    const unfinished = (this.list.items() ?? []).filter(({ status }) => !isTerminal(status));
    this.states.follow(
      unfinished.map(({ id }) => id),
      (jobId, status) => this.change(jobId, status),
    );
  }

  private change(jobId: string, { status, reason, exitCode }: StatusEvent): void {
    const before = this.list.items()?.find(({ id }) => id === jobId);
    if (before === undefined || before.status === status || isTerminal(before.status)) return;
    this.list.update((jobs) => jobs.map((job) => (job.id === jobId ? { ...job, status, reason, exitCode } : job)));
    // The event tells the status only; the times come with the list.
    this.refreshSoon();
  }

  private refreshLater(): void {
    const connection = this.states.connection();
    const pause = connection === null || connection.state === 'live' ? jobListRefresh.quiet : jobListRefresh.away;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), pause);
  }

  private refresh(): void {
    if (this.list.items() === null || this.document.hidden) this.refreshLater();
    else this.list.refresh();
  }

  private merge(read: Page<JobSummary>, shown: Page<JobSummary>): Page<JobSummary> {
    if (this.frozen && shown.items.length > 0) {
      this.arrived.set(read);
      const fresh = new Map(read.items.map((job) => [job.id, job]));
      return { ...shown, items: shown.items.map((job) => newest(fresh.get(job.id) ?? job, job)) };
    }
    this.arrived.set(null);
    return withNewest(read, shown);
  }
}

/** What a refresh cannot reach, beyond the largest page, stays as it was read. */
function withNewest(read: Page<JobSummary>, shown: Page<JobSummary>): Page<JobSummary> {
  const oldest = read.items.at(-1);
  const beyond =
    read.nextCursor === null || oldest === undefined || shown.items.length <= limits.pageMax
      ? []
      : shown.items.filter((job) => job.id < oldest.id);
  const known = new Map(shown.items.map((job) => [job.id, job]));
  return {
    items: [...read.items.map((job) => newest(job, known.get(job.id))), ...beyond],
    nextCursor: beyond.length === 0 ? read.nextCursor : shown.nextCursor,
  };
}
