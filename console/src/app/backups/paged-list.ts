import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Page } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Observable, Subscription } from 'rxjs';
import type { PageQuery } from '../core/api/query-params';
import type { ApiProblem } from '../core/api/problem';
import { toApiProblem } from '../core/api/problem';
import { pollWhileVisible } from '../core/live/poll';

export const refreshSeconds = 10;

export type FetchPage<Item> = (page: PageQuery) => Observable<Page<Item>>;

/** As many pages of a list as were asked for, read again every few seconds while they can be seen. */
@Injectable()
export class PagedList<Item> {
  private readonly owner = inject(DestroyRef);
  private readonly shown = signal<readonly Item[] | null>(null);
  private readonly cursor = signal<string | null>(null);
  private readonly failure = signal<ApiProblem | null>(null);
  private readonly fetchingMore = signal(false);
  private readonly moreFailure = signal<ApiProblem | null>(null);
  private fetchPage: FetchPage<Item> | null = null;
  private pending: Subscription | null = null;

  /** Null until the first page is there. */
  readonly items = this.shown.asReadonly();
  /** Why there is nothing, or why what is there may be old. */
  readonly problem = this.failure.asReadonly();
  readonly hasMore = computed(() => this.cursor() !== null);
  readonly loadingMore = this.fetchingMore.asReadonly();
  readonly moreProblem = this.moreFailure.asReadonly();

  constructor() {
    pollWhileVisible(refreshSeconds, () => {
      if (!this.fetchingMore()) this.reload();
    });
  }

  /** Begins anew with another list. */
  show(fetchPage: FetchPage<Item>): void {
    this.fetchPage = fetchPage;
    this.shown.set(null);
    this.cursor.set(null);
    this.failure.set(null);
    this.reload();
  }

  reload(): void {
    const length = this.shown()?.length ?? 0;
    // A refresh reaches as far as one page can; a longer list is read again from its start when it is asked for more.
    const limit = Math.min(limits.pageMax, Math.max(limits.pageDefault, length));
    this.fetchingMore.set(false);
    this.moreFailure.set(null);
    this.fetch({ limit }, (page) => {
      this.failure.set(null);
      if (length > limits.pageMax) return;
      this.shown.set(page.items);
      this.cursor.set(page.nextCursor);
    });
  }

  loadMore(): void {
    const cursor = this.cursor();
    if (cursor === null || this.fetchingMore()) return;
    this.fetchingMore.set(true);
    this.moreFailure.set(null);
    this.fetch({ limit: limits.pageDefault, cursor }, (page) => {
      this.fetchingMore.set(false);
      this.shown.update((items) => [...(items ?? []), ...page.items]);
      this.cursor.set(page.nextCursor);
    });
  }

  /** One call at a time: a newer one takes the place of the one under way. */
  private fetch(query: PageQuery, then: (page: Page<Item>) => void): void {
    this.pending?.unsubscribe();
    this.pending =
      this.fetchPage?.(query)
        .pipe(takeUntilDestroyed(this.owner))
        .subscribe({
          next: then,
          error: (error: unknown) => {
            if (this.fetchingMore()) this.moreFailure.set(toApiProblem(error));
            else this.failure.set(toApiProblem(error));
            this.fetchingMore.set(false);
          },
        }) ?? null;
  }
}
