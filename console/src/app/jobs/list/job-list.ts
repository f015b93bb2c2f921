import { DOCUMENT } from '@angular/core';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { JobSummary, Page, StatusEvent } from '@hyprbox/contracts';
import { isTerminal, limits } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { JobsApi } from '../../core/api/jobs.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { JobStates } from '../../core/live/job-states';
import { Session } from '../../core/session/session';
import type { JobFilter } from './job-filter';
import { filterQuery, noFilter } from './job-filter';

/**
 * How often the list is read again, in milliseconds: behind the streams, while one of them is away and something is
 * unfinished, and soon after a stream has told that something happened.
 */
export const jobListRefresh = { quiet: 15_000, away: 3_000, told: 250 } as const;

/**
 * The jobs that match a filter, newest first, as many pages of them as were asked for, kept fresh. While the list is
 * held, rows change in place but none comes or goes: those that would are counted.
 */
@Injectable()
export class JobList {
  private readonly jobs = inject(JobsApi);
  private readonly states = inject(JobStates);
  private readonly session = inject(Session);
  private readonly owner = inject(DestroyRef);
  private readonly document = inject(DOCUMENT);
  private readonly shown = signal<readonly JobSummary[] | null>(null);
  private readonly arrived = signal<Page<JobSummary> | null>(null);
  private readonly cursor = signal<string | null>(null);
  private readonly loadFailure = signal<ApiProblem | null>(null);
  private readonly moreFailure = signal<ApiProblem | null>(null);
  private readonly fetchingMore = signal(false);
  private readonly readAt = signal<number | null>(null);
  private filter = noFilter;
  private held = false;
  private pending: Subscription | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Null until the first page is there. */
  readonly items = this.shown.asReadonly();
  readonly problem = this.loadFailure.asReadonly();
  readonly hasMore = computed(() => this.cursor() !== null);
  readonly loadingMore = this.fetchingMore.asReadonly();
  readonly moreProblem = this.moreFailure.asReadonly();
  /** When the list was last read, in milliseconds of the browser's clock. */
  readonly asOf = this.readAt.asReadonly();
  /** How many jobs are newer than the newest that is shown. */
  readonly newCount = computed(() => {
    const newest = this.shown()?.[0]?.id ?? '';
    return this.arrived()?.items.filter(({ id }) => id > newest).length ?? 0;
  });

  constructor() {
    this.owner.onDestroy(() => {
      clearTimeout(this.timer);
      this.pending?.unsubscribe();
    });
  }

  show(filter: JobFilter): void {
    this.filter = filter;
    this.shown.set(null);
    this.reload();
  }

  reload(): void {
    this.arrived.set(null);
    this.loadFailure.set(null);
    this.moreFailure.set(null);
    this.fetchingMore.set(false);
    this.fetch(limits.pageDefault, null, {
      next: (page) => this.replaceNewest(page),
      error: (problem) => this.loadFailure.set(problem),
    });
  }

  loadMore(): void {
    const cursor = this.cursor();
    if (cursor === null || this.fetchingMore()) return;
    this.fetchingMore.set(true);
    this.moreFailure.set(null);
    this.fetch(limits.pageDefault, cursor, {
      next: (page) => {
        this.fetchingMore.set(false);
        this.shown.update((items) => [...(items ?? []), ...page.items]);
        this.cursor.set(page.nextCursor);
      },
      error: (problem) => {
        this.fetchingMore.set(false);
        this.moreFailure.set(problem);
      },
    });
  }

  /** Whether nothing may move, as while somebody points at a row. */
  hold(held: boolean): void {
    this.held = held;
    if (!held) this.showArrived();
  }

  showArrived(): void {
    const page = this.arrived();
    if (page === null) return;
    this.arrived.set(null);
    this.replaceNewest(page);
  }

  /** Something has happened that may be in the list. */
  refreshSoon(): void {
    if (this.shown() === null || this.fetchingMore()) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), jobListRefresh.told);
  }

  /** One call at a time: a newer one takes the place of the one under way. */
  private fetch(
    limit: number,
    cursor: string | null,
    then: { next: (page: Page<JobSummary>) => void; error: (problem: ApiProblem) => void },
  ): void {
    clearTimeout(this.timer);
    this.pending?.unsubscribe();
    this.pending = this.jobs
      .list({ ...filterQuery(this.filter, this.session.user()?.id ?? null, Date.now()), limit, cursor })
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe({
        next: (page) => {
          this.readAt.set(Date.now());
          then.next(page);
          this.followUnfinished();
          this.refreshLater();
        },
        error: (error: unknown) => {
          then.error(toApiProblem(error));
          this.refreshLater();
        },
      });
  }

  private followUnfinished(): void {
    const unfinished = (this.shown() ?? []).filter(({ status }) => !isTerminal(status));
    this.states.follow(
      unfinished.map(({ id }) => id),
      (jobId, status) => this.change(jobId, status),
    );
  }

  private change(jobId: string, { status, reason, exitCode }: StatusEvent): void {
    const before = this.shown()?.find(({ id }) => id === jobId);
    if (before === undefined || before.status === status || isTerminal(before.status)) return;
    this.shown.update((jobs) =>
      (jobs ?? []).map((job) => (job.id === jobId ? { ...job, status, reason, exitCode } : job)),
    );
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
    const shown = this.shown();
    if (shown === null || this.document.hidden) {
      this.refreshLater();
      return;
    }
    const limit = Math.min(limits.pageMax, Math.max(limits.pageDefault, shown.length));
    this.fetch(limit, null, {
      next: (page) => {
        this.loadFailure.set(null);
        if (this.held && shown.length > 0) this.keepRows(page);
        else this.replaceNewest(page);
      },
      // What is shown stays, with a word that it may be old.
      error: (problem) => this.loadFailure.set(problem),
    });
  }

  private keepRows(page: Page<JobSummary>): void {
    const fresh = new Map(page.items.map((job) => [job.id, job]));
    this.shown.update((jobs) => (jobs ?? []).map((job) => fresh.get(job.id) ?? job));
    this.arrived.set(page);
  }

  /** What a refresh cannot reach, beyond the largest page, stays as it was read. */
  private replaceNewest(page: Page<JobSummary>): void {
    const shown = this.shown() ?? [];
    this.arrived.set(null);
    const oldest = page.items.at(-1);
    const beyond =
      page.nextCursor === null || oldest === undefined || shown.length <= limits.pageMax
        ? []
        : shown.filter((job) => job.id < oldest.id);
    this.shown.set([...page.items, ...beyond]);
    if (beyond.length === 0) this.cursor.set(page.nextCursor);
  }
}
