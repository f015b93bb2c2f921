import { ApplicationRef, computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { limits } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { NodesApi } from '../core/api/nodes.api';
import { toApiProblem } from '../core/api/problem';
import { afterPaint } from '../core/drawing/after-paint';
import { FleetHosts } from './fleet-hosts';
import { inPresentOrder, inQuery } from './fleet-order';
import type { FleetQuery } from './fleet-query';
import { isFiltered } from './fleet-query';
import { FleetWalk } from './fleet-walk';
import type { Heartbeat, Host } from './host';

/** Why the hosts have to stay where they are. */
export type FreezeReason = 'pointer' | 'focus' | 'scroll';

/** Above so many, hosts that changed without a heartbeat are not read one by one. */
const singlesMax = 20;

/**
 * The hosts on the overview. The first page comes from the server as the query asks for it; meanwhile the whole fleet
 * is read, and from then on filters and orders are applied here, at once.
 */
@Injectable()
export class FleetStore {
  private readonly api = inject(NodesApi);
  private readonly hosts = inject(FleetHosts);
  private readonly walk = inject(FleetWalk);
  private readonly application = inject(ApplicationRef);
  private readonly shown = signal<readonly Host[]>([]);
  private readonly fault = signal<unknown>(null);
  private readonly answered = signal<number | null>(null);
  private readonly busy = signal(true);
  private readonly frozenBy = signal<ReadonlySet<FreezeReason>>(new Set());
  /** Hosts that no longer stand where the order or the filter would have them. */
  private readonly displaced = signal<ReadonlySet<string>>(new Set());
  private query: FleetQuery | null = null;
  private request: Subscription | null = null;
  private stopArranging = (): void => undefined;

  readonly rows = this.shown.asReadonly();
  readonly tags = this.hosts.tags;
  /** Hosts that have been read so far. */
  readonly known = this.hosts.count;
  /** Whether every host of the fleet has been read. */
  readonly isComplete = this.walk.isComplete;
  /** Why nothing could be shown for the present filter. */
  readonly error = this.fault.asReadonly();
  /** When the server last gave hosts, in milliseconds of the browser's clock. */
  readonly answeredAt = this.answered.asReadonly();
  readonly loading = this.busy.asReadonly();
  readonly isFrozen = computed(() => this.frozenBy().size > 0);
  /** How many hosts would change their place if the order were made anew. */
  readonly waiting = computed(() => this.displaced().size);

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.request?.unsubscribe();
      this.stopArranging();
    });
    this.walk.pageRead.pipe(takeUntilDestroyed()).subscribe(() => this.answered.set(Date.now()));
    this.walk.ended.pipe(takeUntilDestroyed()).subscribe(() => this.settle());
  }

  /** Shows other hosts. Those on the screen stay until the others are there. */
  show(query: FleetQuery): void {
    this.query = query;
    if (this.isComplete()) this.arrangeSoon();
    else this.askFirstPage(query);
  }

  retry(): void {
    if (this.query !== null) this.show(this.query);
  }

  /** Lets hosts change their places again, or not, as while someone points at one. */
  freeze(reason: FreezeReason, isFrozen: boolean): void {
    if (this.frozenBy().has(reason) === isFrozen) return;
    this.frozenBy.update(
      (frozenBy) => new Set(isFrozen ? [...frozenBy, reason] : [...frozenBy].filter((each) => each !== reason)),
    );
  }

  /** Puts every host where the order and the filter want it. */
  arrange(): void {
    if (this.query !== null && this.isComplete()) this.place(inQuery(this.hosts.all(), this.query));
  }

  /** As {@link arrange}, unless someone is looking closely: then hosts keep their places, and only new ones are added. */
  settle(): void {
    if (this.query === null || !this.isComplete()) return;
    if (!this.isFrozen() || this.shown().length === 0) {
      this.arrange();
      return;
    }
    this.busy.set(false);
    const wanted = inQuery(this.hosts.all(), this.query);
    this.shown.update((rows) => inPresentOrder(rows, wanted, ({ id }) => !this.hosts.has(id)));
    if (this.isOrderedByStatus()) {
      this.displaced.update((ids) => new Set([...ids].filter((id) => this.hosts.has(id))));
    } else {
      const misplaced = this.shown().filter((host, place) => wanted[place] !== host);
      this.displaced.set(new Set(misplaced.map(({ id }) => id)));
    }
  }

  /** @returns whether some host has another status now, and the ids of those that are not known */
  beat(heartbeats: readonly Heartbeat[]): { hasTurned: boolean; strangers: readonly string[] } {
    const { strangers, turned } = this.hosts.beat(heartbeats);
    if (turned.length > 0 && this.isOrderedByStatus()) {
      this.displaced.update((ids) => new Set([...ids, ...turned.map(({ id }) => id)]));
    }
    return { hasTurned: turned.length > 0, strangers };
  }

  /** Reads again what may have changed, the hosts with these ids at the least. */
  reread(ids: readonly string[]): void {
    if (!this.isComplete() || !this.walk.isLong || ids.length > singlesMax) this.walk.startWhenDue();
    else ids.forEach((id) => this.readOne(id));
  }

  /** Reads the fleet again, as often as its size allows; `now` when it is known that something was missed. */
  refresh(when: 'due' | 'now'): void {
    // Until the first page is there, that is what is being read.
    if (this.query === null || this.request !== null) return;
    if (when === 'now') this.walk.start();
    else this.walk.startWhenDue();
  }

  /**
   * What was pressed or typed is shown at once. Ordering a large fleet then takes about as long as drawing a screen of it,
   * and that as laying it out: each has a task of its own.
   */
  private arrangeSoon(): void {
    this.stopArranging();
    this.stopArranging = afterPaint(() => {
      const ordered = this.query === null ? [] : inQuery(this.hosts.all(), this.query);
      const timer = setTimeout(() => {
        this.place(ordered.filter(({ id }) => this.hosts.has(id)));
        this.application.tick();
      });
      this.stopArranging = () => clearTimeout(timer);
    });
  }

  private place(hosts: readonly Host[]): void {
    this.request?.unsubscribe();
    this.request = null;
    this.stopArranging();
    this.shown.set(hosts);
    this.displaced.set(new Set());
    this.fault.set(null);
    this.busy.set(false);
  }

  private isOrderedByStatus(): boolean {
    return this.query !== null && (this.query.sort === 'status' || this.query.status !== null);
  }

  private askFirstPage(query: FleetQuery): void {
    const { status, tag, q, sort } = query;
    this.busy.set(true);
    this.request?.unsubscribe();
    this.request = this.api.list({ status, tag, q, sort, limit: limits.pageMax }).subscribe({
      next: (page) => {
        this.request = null;
        this.answered.set(Date.now());
        this.shown.set(this.hosts.put(page.items));
        this.fault.set(null);
        this.busy.set(false);
        if (page.nextCursor === null && !isFiltered(query)) this.walk.accept(page);
        else this.walk.start();
      },
      error: (error: unknown) => {
        this.request = null;
        this.fault.set(error);
        this.busy.set(false);
      },
    });
  }

  private readOne(id: string): void {
    this.api.get(id).subscribe({
      next: (node) => {
        this.hosts.put([node]);
        this.settle();
      },
      error: (error: unknown) => {
        if (toApiProblem(error).kind !== 'not-found') return;
        this.hosts.remove(id);
        this.settle();
      },
    });
  }
}
