import { computed, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Page, PageQuery } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Observable, Subscription } from 'rxjs';
import { EMPTY, expand, reduce } from 'rxjs';
import type { ApiProblem } from '../api/problem';
import { isPassing, toApiProblem } from '../api/problem';
import { whenRecovered } from '../recovery/when-recovered';

export type FetchPage<Item> = (page: PageQuery) => Observable<Page<Item>>;

export interface PagedListOptions<Item> {
  /** Items that are fetched at once, at most `limits.pageMax`. */
  readonly pageSize?: number;
  /** How many of the items that are shown are read again at most. What is beyond them is for `merge` to keep. */
  readonly rereads?: number;
  /** What is shown when what was shown has been read again: what was read, unless said otherwise. */
  readonly merge?: (read: Page<Item>, shown: Page<Item>) => Page<Item>;
  /** Told after each call, with what is shown by then in place. @param problem null: an answer came */
  readonly called?: (problem: ApiProblem | null) => void;
}

/** As many pages of a list as were asked for. Made where things are injected: it ends with who made it. */
export class PagedList<Item> {
  private readonly owner = inject(DestroyRef);
  private readonly shown = signal<Page<Item> | null>(null);
  private readonly fetching = signal<'list' | 'more' | null>(null);
  private readonly failure = signal<ApiProblem | null>(null);
  private readonly moreFailure = signal<ApiProblem | null>(null);
  private fetchPage: FetchPage<Item> = () => EMPTY;
  private pending: Subscription | null = null;
  private refreshAfterMore = false;

  /** Null until the first page is there. */
  readonly items = computed(() => this.shown()?.items ?? null);
  readonly loading = computed(() => this.fetching() === 'list');
  /** Why there is nothing, or why what is there may be old. */
  readonly problem = this.failure.asReadonly();
  readonly hasMore = computed(() => (this.shown()?.nextCursor ?? null) !== null);
  readonly loadingMore = computed(() => this.fetching() === 'more');
  /** Why the last further page did not come; what was there before it stays. */
  readonly moreProblem = this.moreFailure.asReadonly();

  constructor(private readonly options: PagedListOptions<Item> = {}) {
    whenRecovered(() => this.heal());
  }

  /** Begins anew with another list. */
  show(fetchPage: FetchPage<Item>): void {
    this.fetchPage = fetchPage;
    this.shown.set(null);
    this.reload();
  }

  /** Reads again what is there, which stays until the answer has come; where nothing is, it begins anew. */
  reload(): void {
    if (this.shown() === null) this.failure.set(null);
    this.read();
  }

  /** As `reload`, but unasked: an error stays until it is over, and a further page that is under way is waited for. */
  refresh(): void {
    if (this.loadingMore()) this.refreshAfterMore = true;
    else this.read();
  }

  loadMore(): void {
    const cursor = this.shown()?.nextCursor ?? null;
    if (cursor === null || this.loadingMore()) return;
    this.moreFailure.set(null);
    this.fetch('more', this.fetchPage({ limit: this.pageSize, cursor }), ({ items, nextCursor }) =>
      this.updatePage((shown) => ({ items: [...shown.items, ...items], nextCursor })),
    );
  }

  /** Takes over what the server has confirmed, without reading the list again. */
  update(change: (items: readonly Item[]) => readonly Item[]): void {
    this.updatePage(({ items, nextCursor }) => ({ items: [...change(items)], nextCursor }));
  }

  /** As `update`, with where the list goes on. */
  updatePage(change: (shown: Page<Item>) => Page<Item>): void {
    this.shown.update((shown) => (shown === null ? null : change(shown)));
  }

  private get pageSize(): number {
    return this.options.pageSize ?? limits.pageDefault;
  }

  /** Where there is nothing at all, the view shows that as a failure, which tries again by itself. */
  private heal(): void {
    if (this.shown() === null) return;
    if (isPassing(this.failure())) this.refresh();
    else if (isPassing(this.moreFailure())) this.loadMore();
  }

  private read(): void {
    const { merge = (read: Page<Item>) => read, rereads = Infinity } = this.options;
    const wanted = Math.max(this.pageSize, Math.min(rereads, this.shown()?.items.length ?? 0));
    this.moreFailure.set(null);
    this.refreshAfterMore = false;
    this.fetch('list', this.readFromStart(wanted), (read) => {
      this.failure.set(null);
      this.shown.update((shown) => (shown === null ? read : merge(read, shown)));
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
        then(page);
        this.end(null);
      },
      error: (error: unknown) => {
        const problem = toApiProblem(error);
        (what === 'more' ? this.moreFailure : this.failure).set(problem);
        this.end(problem);
      },
    });
  }

  private end(problem: ApiProblem | null): void {
    this.fetching.set(null);
    this.options.called?.(problem);
    if (this.refreshAfterMore && problem === null) this.read();
  }
}
