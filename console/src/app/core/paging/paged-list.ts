import { computed, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Page } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Observable, Subscription } from 'rxjs';
import { EMPTY, expand, reduce } from 'rxjs';
import type { ApiProblem } from '../api/problem';
import { toApiProblem } from '../api/problem';
import type { PageQuery } from '../api/query-params';

export type FetchPage<Item> = (page: PageQuery) => Observable<Page<Item>>;

/** As many pages of a list as were asked for. Made where things are injected: it ends with who made it. */
export class PagedList<Item> {
  private readonly owner = inject(DestroyRef);
  private readonly shown = signal<readonly Item[] | null>(null);
  private readonly cursor = signal<string | null>(null);
  private readonly fetching = signal<'list' | 'more' | null>(null);
  private readonly failure = signal<ApiProblem | null>(null);
  private readonly moreFailure = signal<ApiProblem | null>(null);
  private fetchPage: FetchPage<Item> = () => EMPTY;
  private pending: Subscription | null = null;

  /** Null until the first page is there. */
  readonly items = this.shown.asReadonly();
  readonly loading = computed(() => this.fetching() === 'list');
  /** Why there is nothing, or why what is there may be old. */
  readonly problem = this.failure.asReadonly();
  readonly hasMore = computed(() => this.cursor() !== null);
  readonly loadingMore = computed(() => this.fetching() === 'more');
  /** Why the last further page did not come; what was there before it stays. */
  readonly moreProblem = this.moreFailure.asReadonly();

  /** @param pageSize items that are fetched at once, at most `limits.pageMax` */
  constructor(private readonly pageSize: number = limits.pageDefault) {}

  /** Begins anew with another list. */
  show(fetchPage: FetchPage<Item>): void {
    this.fetchPage = fetchPage;
    this.shown.set(null);
    this.cursor.set(null);
    this.reload();
  }

  /** Reads again what is there, which stays until the answer has come; where nothing is, it begins anew. */
  reload(): void {
    if (this.shown() === null) this.failure.set(null);
    this.read();
  }

  /** As `reload`, but unasked: an error stays until it is over, and a further page that is under way is waited for. */
  refresh(): void {
    if (!this.loadingMore()) this.read();
  }

  loadMore(): void {
    const cursor = this.cursor();
    if (cursor === null || this.loadingMore()) return;
    this.moreFailure.set(null);
    this.fetch('more', this.fetchPage({ limit: this.pageSize, cursor }), ({ items, nextCursor }) => {
      this.shown.update((shown) => [...(shown ?? []), ...items]);
      this.cursor.set(nextCursor);
    });
  }

  /** Takes over what the server has confirmed, without reading the list again. */
  update(change: (items: readonly Item[]) => readonly Item[]): void {
    this.shown.update((items) => (items === null ? null : change(items)));
  }

  private read(): void {
    const wanted = Math.max(this.pageSize, this.shown()?.length ?? 0);
    this.moreFailure.set(null);
    this.fetch('list', this.readFromStart(wanted), ({ items, nextCursor }) => {
      this.failure.set(null);
      this.shown.set(items);
      this.cursor.set(nextCursor);
    });
  }

  /** The first `wanted` items, or the page that they end in, in pages as large as the server gives. */
  private readFromStart(wanted: number): Observable<Page<Item>> {
    const limit = Math.min(limits.pageMax, wanted);
    const pages = Math.ceil(wanted / limit);
    return this.fetchPage({ limit }).pipe(
      expand(({ nextCursor: cursor }, index) =>
        cursor !== null && index + 1 < pages ? this.fetchPage({ limit, cursor }) : EMPTY,
      ),
      reduce((read, page) => ({ items: [...read.items, ...page.items], nextCursor: page.nextCursor })),
    );
  }

  /** One call at a time: a newer one takes the place of the one under way. */
  private fetch(what: 'list' | 'more', pages: Observable<Page<Item>>, then: (page: Page<Item>) => void): void {
    this.pending?.unsubscribe();
    this.fetching.set(what);
    this.pending = pages.pipe(takeUntilDestroyed(this.owner)).subscribe({
      next: (page) => {
        this.fetching.set(null);
        then(page);
      },
      error: (error: unknown) => {
        this.fetching.set(null);
        (what === 'more' ? this.moreFailure : this.failure).set(toApiProblem(error));
      },
    });
  }
}
