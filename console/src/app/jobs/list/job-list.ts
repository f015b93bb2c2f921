import { DOCUMENT } from '@angular/core';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { ExecutionStatus, JobSummary, Page } from '@hyprbox/contracts';
import { isTerminal, limits } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { JobsApi } from '../../core/api/jobs.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';

export interface JobFilter {
  readonly status: ExecutionStatus | null;
  readonly nodeId: string | null;
  readonly preset: string | null;
}

/** How often the list is read again, in milliseconds: while something on it is unfinished, and otherwise. */
export const jobListRefresh = { busy: 3_000, quiet: 15_000 } as const;

/** The jobs that match a filter, newest first, as many pages of them as were asked for, kept fresh. */
@Injectable()
export class JobList {
  private readonly jobs = inject(JobsApi);
  private readonly owner = inject(DestroyRef);
  private readonly document = inject(DOCUMENT);
  private readonly shown = signal<readonly JobSummary[] | null>(null);
  private readonly cursor = signal<string | null>(null);
  private readonly loadFailure = signal<ApiProblem | null>(null);
  private readonly moreFailure = signal<ApiProblem | null>(null);
  private readonly fetchingMore = signal(false);
  private filter: JobFilter = { status: null, nodeId: null, preset: null };
  private pending: Subscription | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Null until the first page is there. */
  readonly items = this.shown.asReadonly();
  readonly problem = this.loadFailure.asReadonly();
  readonly hasMore = computed(() => this.cursor() !== null);
  readonly loadingMore = this.fetchingMore.asReadonly();
  readonly moreProblem = this.moreFailure.asReadonly();

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

  /** One call at a time: a newer one takes the place of the one under way. */
  private fetch(
    limit: number,
    cursor: string | null,
    then: { next: (page: Page<JobSummary>) => void; error: (problem: ApiProblem) => void },
  ): void {
    clearTimeout(this.timer);
    this.pending?.unsubscribe();
    this.pending = this.jobs
      .list({ ...this.filter, limit, cursor })
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe({
        next: (page) => {
          then.next(page);
          this.refreshLater();
        },
        error: (error: unknown) => {
          then.error(toApiProblem(error));
          this.refreshLater();
        },
      });
  }

  private refreshLater(): void {
    const busy = this.shown()?.some((job) => !isTerminal(job.status)) ?? false;
    this.timer = setTimeout(() => this.refresh(), busy ? jobListRefresh.busy : jobListRefresh.quiet);
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
        this.replaceNewest(page);
      },
      // What is shown stays, with a word that it may be old.
      error: (problem) => this.loadFailure.set(problem),
    });
  }

  /** What a refresh cannot reach, beyond the largest page, stays as it was read. */
  private replaceNewest(page: Page<JobSummary>): void {
    const shown = this.shown() ?? [];
    const oldest = page.items.at(-1);
    const beyond =
      page.nextCursor === null || oldest === undefined || shown.length <= limits.pageMax
        ? []
        : shown.filter((job) => job.id < oldest.id);
    this.shown.set([...page.items, ...beyond]);
    if (beyond.length === 0) this.cursor.set(page.nextCursor);
  }
}
