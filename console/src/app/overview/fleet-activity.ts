import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Activity } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { ActivityApi } from '../core/api/activity.api';

/** As many as are worth a look beside the fleet; each is a stop of the keyboard. */
const kept = 20;

/** What happened in the fleet, newest first: what was there when the page was opened, and what has come since. */
@Injectable()
export class FleetActivity {
  private readonly api = inject(ActivityApi);
  private readonly newest = signal<readonly Activity[] | null>(null);
  private readonly fault = signal<unknown>(null);
  private readonly arrivals = signal<ReadonlySet<string>>(new Set());
  private request: Subscription | null = null;

  /** Null while they are being loaded. */
  readonly entries = this.newest.asReadonly();
  /** Set while there is nothing to show; a failed refresh leaves the former entries. */
  readonly error = this.fault.asReadonly();
  /** The ids of those that came while someone was looking. */
  readonly arrived = this.arrivals.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.request?.unsubscribe());
  }

  load(): void {
    this.request?.unsubscribe();
    this.request = this.api.list({ limit: kept }).subscribe({
      next: ({ items }) => {
        this.newest.update((entries) => merged(entries ?? [], items));
        this.fault.set(null);
      },
      error: (error: unknown) => {
        if (this.newest() === null) this.fault.set(error);
      },
    });
  }

  /** An entry that a resumed stream repeats is added once. */
  add(entry: Activity): void {
    if (this.newest()?.some(({ id }) => id === entry.id)) return;
    this.arrivals.update((ids) => new Set([...ids, entry.id]));
    this.newest.update((entries) => merged(entries ?? [], [entry]));
    this.fault.set(null);
  }
}

/** An entry may come by the stream before the list that holds it, too, is there. */
function merged(entries: readonly Activity[], others: readonly Activity[]): readonly Activity[] {
  const all = new Map([...entries, ...others].map((entry) => [entry.id, entry]));
  return [...all.values()].sort((a, b) => compare(b.at, a.at) || compare(b.id, a.id)).slice(0, kept);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
