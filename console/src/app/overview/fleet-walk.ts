import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Node, Page } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { Subject } from 'rxjs';
import { NodesApi } from '../core/api/nodes.api';
import { FleetHosts } from './fleet-hosts';

/** Milliseconds of rest that each page of the last walk earns: a fleet of 10,000 is read again every 75 s at most. */
const restPerPage = 1_500;

/**
 * Reads the whole fleet, page after page in the order of names: the one order in which no heartbeat moves a host from a
 * page that is yet to come into one that has been read.
 */
@Injectable()
export class FleetWalk {
  private readonly api = inject(NodesApi);
  private readonly hosts = inject(FleetHosts);
  private readonly complete = signal(false);
  private readonly pages = new Subject<void>();
  private readonly ends = new Subject<void>();
  private request: Subscription | null = null;
  private pagesOfLast = 0;
  private endedAt = 0;

  /** Whether every host of the fleet has been read at least once. */
  readonly isComplete = this.complete.asReadonly();
  /** Emits for each page that was read, and when all are. */
  readonly pageRead = this.pages.asObservable();
  readonly ended = this.ends.asObservable();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.request?.unsubscribe());
  }

  /** Whether the fleet has more than one page. */
  get isLong(): boolean {
    return this.pagesOfLast > 1;
  }

  get isUnderWay(): boolean {
    return this.request !== null;
  }

  /** A page that held the whole fleet spares the walk. */
  accept({ items }: Page<Node>): void {
    this.end(new Set(items.map(({ id }) => id)), 1);
  }

  start(): void {
    if (this.isUnderWay) return;
    this.read(null, new Set(), 1);
  }

  /** Starts when the last walk is long enough ago, as it cost the server as much as it was long. */
  startWhenDue(): void {
    if (!this.isComplete() || !this.isLong || Date.now() - this.endedAt >= this.pagesOfLast * restPerPage) this.start();
  }

  private read(cursor: string | null, seen: Set<string>, page: number): void {
    this.request = this.api.list({ sort: 'name', limit: limits.pageMax, cursor }).subscribe({
      next: ({ items, nextCursor }) => {
        this.hosts.put(items);
        for (const { id } of items) seen.add(id);
        this.pages.next();
        if (nextCursor === null) this.end(seen, page);
        else this.read(nextCursor, seen, page + 1);
      },
      error: () => {
        // What is known stays, and the top bar says how old it is; the next poll starts again.
        this.request = null;
      },
    });
  }

  private end(seen: ReadonlySet<string>, pages: number): void {
    this.request?.unsubscribe();
    this.request = null;
    this.hosts.retain(seen);
    this.pagesOfLast = pages;
    this.endedAt = Date.now();
    this.complete.set(true);
    this.ends.next();
  }
}
