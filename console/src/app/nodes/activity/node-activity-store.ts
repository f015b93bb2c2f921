import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Activity, Page } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { NodesApi } from '../../core/api/nodes.api';

const pageSize = 30;

/** What happened on one host, newest first, a page after the other. */
@Injectable()
export class NodeActivityStore {
  private readonly api = inject(NodesApi);
  private readonly loaded = signal<Page<Activity> | null>(null);
  private readonly fault = signal<unknown>(null);
  private readonly moreFault = signal<unknown>(null);
  private readonly moreBusy = signal(false);
  private newest: Subscription | null = null;
  private older: Subscription | null = null;
  private nodeId: string | null = null;

  /** Null while they are being loaded. */
  readonly entries = computed(() => this.loaded()?.items ?? null);
  readonly error = this.fault.asReadonly();
  readonly hasMore = computed(() => (this.loaded()?.nextCursor ?? null) !== null);
  readonly loadingMore = this.moreBusy.asReadonly();
  readonly moreError = this.moreFault.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.stop());
  }

  show(nodeId: string): void {
    if (this.nodeId !== nodeId) {
      this.stop();
      this.loaded.set(null);
      this.fault.set(null);
    }
    this.nodeId = nodeId;
    this.reload();
  }

  /** Reads the newest; older ones that were loaded stay. */
  reload(): void {
    const nodeId = this.nodeId;
    if (nodeId === null) return;
    this.newest?.unsubscribe();
    this.newest = this.api.activity(nodeId, { limit: pageSize }).subscribe({
      next: (page) => {
        this.loaded.update((loaded) => (loaded !== null && touches(page, loaded) ? joined(page, loaded) : page));
        this.fault.set(null);
      },
      error: (error: unknown) => {
        if (this.loaded() === null) this.fault.set(error);
      },
    });
  }

  loadMore(): void {
    const cursor = this.loaded()?.nextCursor ?? null;
    if (this.nodeId === null || cursor === null || this.moreBusy()) return;
    this.moreBusy.set(true);
    this.moreFault.set(null);
    this.older = this.api.activity(this.nodeId, { limit: pageSize, cursor }).subscribe({
      next: (page) => {
        this.loaded.update((loaded) => (loaded?.nextCursor === cursor ? joined(loaded, page) : loaded));
        this.moreBusy.set(false);
      },
      error: (error: unknown) => {
        this.moreFault.set(error);
        this.moreBusy.set(false);
      },
    });
  }

  /** An entry that has just come. */
  add(entry: Activity): void {
    // The answer that is under way may be from before it.
    if (this.loaded() === null) this.reload();
    this.loaded.update((loaded) => {
      if (loaded === null || loaded.items.some(({ id }) => id === entry.id)) return loaded;
      return { ...loaded, items: [entry, ...loaded.items] };
    });
  }

  private stop(): void {
    this.newest?.unsubscribe();
    this.older?.unsubscribe();
    this.moreBusy.set(false);
    this.moreFault.set(null);
  }
}

/** Whether nothing can lie between two pages; after a long pause, more than a page may. */
function touches(newer: Page<Activity>, older: Page<Activity>): boolean {
  const known = new Set(older.items.map(({ id }) => id));
  return newer.nextCursor === null || newer.items.some(({ id }) => known.has(id));
}

function joined(newer: Page<Activity>, older: Page<Activity>): Page<Activity> {
  const known = new Set(newer.items.map(({ id }) => id));
  const items = [...newer.items, ...older.items.filter(({ id }) => !known.has(id))];
  // An entry may have come by the stream while an older answer was under way.
  return { items: items.sort(newestFirst), nextCursor: older.nextCursor };
}

function newestFirst(a: Activity, b: Activity): number {
  const [first, second] = [a.at + a.id, b.at + b.id];
  return first === second ? 0 : first < second ? 1 : -1;
}
