import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { HeartbeatEvent, Node, Page } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { NodesApi } from '../core/api/nodes.api';
import { inPresentOrder, withHeartbeats } from './fleet-merge';
import type { FleetQuery } from './fleet-query';

/** Hosts asked for at first, and with each "show more". */
const pageSize = 60;

/** The hosts on the overview: a page of the fleet, kept fresh by heartbeats and by a slow poll behind them. */
@Injectable()
export class FleetStore {
  private readonly api = inject(NodesApi);
  private readonly shown = signal<readonly Node[]>([]);
  private readonly cursor = signal<string | null>(null);
  private readonly fault = signal<unknown>(null);
  private readonly answered = signal<number | null>(null);
  private readonly busy = signal<'loading' | 'loadingMore' | null>('loading');
  private query: FleetQuery | null = null;
  private request: Subscription | null = null;

  readonly nodes = this.shown.asReadonly();
  /** Why nothing could be shown for the present filter. */
  readonly error = this.fault.asReadonly();
  /** When the server last gave hosts, in milliseconds of the browser's clock. */
  readonly answeredAt = this.answered.asReadonly();
  readonly loading = computed(() => this.busy() === 'loading');
  readonly loadingMore = computed(() => this.busy() === 'loadingMore');
  readonly hasMore = computed(() => this.cursor() !== null);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.request?.unsubscribe());
  }

  /** Shows other hosts. Those on the screen stay until the answer is there. */
  show(query: FleetQuery): void {
    this.query = query;
    this.busy.set('loading');
    this.ask(pageSize, null, (page) => this.shown.set(page.items));
  }

  retry(): void {
    if (this.query !== null) this.show(this.query);
  }

  showMore(): void {
    if (this.cursor() === null || this.busy() !== null) return;
    this.busy.set('loadingMore');
    this.ask(pageSize, this.cursor(), (page) => this.shown.update((nodes) => [...nodes, ...page.items]));
  }

  /**
   * Reads the shown hosts again, the first `limits.pageMax` of them; those below are kept fresh by their heartbeats.
   * @param order `keep` leaves each host in its place, as while someone is pointing at one.
   */
  refresh(order: 'keep' | 'sort'): void {
    const query = this.query;
    if (query === null || this.busy() !== null) return;
    const count = Math.min(limits.pageMax, Math.max(pageSize, this.shown().length));
    this.request?.unsubscribe();
    this.request = this.api.list({ ...apiQuery(query), limit: count }).subscribe({
      next: (page) => {
        this.accept(page, order, count);
        this.answered.set(Date.now());
      },
      error: () => {
        // What is shown stays; the top bar says how old it is.
      },
    });
  }

  apply(event: HeartbeatEvent): void {
    this.shown.update((nodes) => withHeartbeats(nodes, event.items));
  }

  private accept(page: Page<Node>, order: 'keep' | 'sort', count: number): void {
    this.fault.set(null);
    this.shown.update((nodes) => {
      const below = nodes.length > count ? nodes.slice(count) : [];
      const top = nodes.slice(0, count);
      const fresh = order === 'keep' ? inPresentOrder(top, page.items) : page.items;
      const known = new Set(fresh.map((node) => node.id));
      return [...fresh, ...below.filter((node) => !known.has(node.id))];
    });
    // With more rows below than were read again, the cursor behind them still holds.
    if (this.shown().length <= count) this.cursor.set(page.nextCursor);
  }

  private ask(limit: number, cursor: string | null, use: (page: Page<Node>) => void): void {
    if (this.query === null) return;
    this.request?.unsubscribe();
    this.request = this.api.list({ ...apiQuery(this.query), limit, cursor }).subscribe({
      next: (page) => {
        use(page);
        this.answered.set(Date.now());
        this.cursor.set(page.nextCursor);
        this.fault.set(null);
        this.busy.set(null);
      },
      error: (error: unknown) => {
        this.fault.set(error);
        this.busy.set(null);
      },
    });
  }
}

function apiQuery(query: FleetQuery) {
  return { status: query.status, tag: query.tag, q: query.q, sort: query.sort };
}
