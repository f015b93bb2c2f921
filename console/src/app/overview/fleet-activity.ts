import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Activity } from '@hyprbox/contracts';
import { map } from 'rxjs';
import { ActivityApi } from '../core/api/activity.api';
import { KnownValue } from '../core/live/known-value';
import { activityEntries } from './first-calls';

/** Milliseconds in which what comes is gathered: in a large fleet hosts turn by the hundred, and nobody reads so fast. */
const gatherPause = 500;

/** What happened in the fleet, newest first: what was there when the page was opened, and what has come since. */
@Injectable()
export class FleetActivity {
  private readonly api = inject(ActivityApi);
  private readonly known = new KnownValue<readonly Activity[]>();
  private readonly arrivals = signal<ReadonlySet<string>>(new Set());
  private readonly gathered: Activity[] = [];
  private pause: ReturnType<typeof setTimeout> | null = null;

  /** Null while they are being loaded. */
  readonly entries = this.known.value;
  readonly error = this.known.error;
  /** The ids of those that came while someone was looking. */
  readonly arrived = this.arrivals.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      if (this.pause !== null) clearTimeout(this.pause);
    });
  }

  load(): void {
    const entries = this.api.list({ limit: activityEntries });
    this.known.read(entries.pipe(map(({ items }) => merged(this.entries() ?? [], items))));
  }

  /** An entry that a resumed stream repeats is added once. */
  add(entry: Activity): void {
    this.gathered.push(entry);
    if (this.pause === null) this.showGathered();
  }

  private showGathered(): void {
    const known = new Set(this.entries()?.map(({ id }) => id));
    const fresh = this.gathered.splice(0).filter(({ id }) => !known.has(id));
    const entries = merged(this.entries() ?? [], fresh);
    const arrived = new Set([...this.arrivals(), ...fresh.map(({ id }) => id)]);
    this.arrivals.set(new Set(entries.map(({ id }) => id).filter((id) => arrived.has(id))));
    this.known.set(entries);
    this.pause = setTimeout(() => {
      this.pause = null;
      if (this.gathered.length > 0) this.showGathered();
    }, gatherPause);
  }
}

/** An entry may come by the stream before the list that holds it, too, is there. */
function merged(entries: readonly Activity[], others: readonly Activity[]): readonly Activity[] {
  const all = new Map([...entries, ...others].map((entry) => [entry.id, entry]));
  return [...all.values()].sort((a, b) => compare(b.at, a.at) || compare(b.id, a.id)).slice(0, activityEntries);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
