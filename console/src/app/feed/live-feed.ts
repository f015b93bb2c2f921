import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { addressOf, streamsEndpoints } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { ActivityApi } from '../core/api/activity.api';
import { NodesApi } from '../core/api/nodes.api';
import type { EventStream } from '../core/event-stream/event-stream';
import { EventStreams } from '../core/event-stream/event-streams';
import type { NodeEvents } from '../core/event-stream/node-events';
import { Contact, pollSeconds } from '../core/live/contact';
import { pollWhileVisible } from '../core/live/poll';
import type { FeedEntry } from './feed-entry';
import { activityEntry, gapEntry, heartbeatEntries } from './feed-entry';
import { keptOfEachType, withArrivals } from './feed-log';

type Counts = Readonly<Record<FeedEntry['type'], number>>;

const noneCame: Counts = { heartbeat: 0, activity: 0, gap: 0 };

/** Entries of the past that are asked for. */
const pastEntries = 100;
/** Arrivals are shown together, at most this often (milliseconds): a burst costs one rendering. */
const showPause = 200;
/** Arrivals that slide in; more than these are just there. */
const slidingMost = 2;
/** Arrivals that wait to be shown, beyond which the oldest are dropped. */
const arrivalsMax = 4 * keptOfEachType;

/** What the fleet says, as it says it; behind the stream a slow poll for what happened. */
@Injectable()
export class LiveFeed {
  private readonly activityApi = inject(ActivityApi);
  private readonly nodesApi = inject(NodesApi);
  private readonly streams = inject(EventStreams);
  private readonly owner = inject(DestroyRef);

  private readonly shown = signal<readonly FeedEntry[]>([]);
  private readonly past = signal<'loading' | 'loaded' | 'failed'>('loading');
  private readonly fault = signal<unknown>(null);
  private readonly came = signal(noneCame);
  private readonly keysOfArrivals = signal<ReadonlySet<string>>(new Set());
  private readonly stream = signal<EventStream<NodeEvents> | null>(null);
  private nodeId: string | null = null;
  private request: Subscription | null = null;
  private readonly shownKeys = computed(() => new Set(this.shown().map(({ key }) => key)));
  /** By their keys; not on the screen yet. */
  private arrivals = new Map<string, FeedEntry>();
  private frozen = false;
  private showTimer: ReturnType<typeof setTimeout> | null = null;
  private lost: { readonly since: number; readonly after: string } | null = null;

  /** Newest first. */
  readonly entries = this.shown.asReadonly();
  /** Keys of the entries that came last while someone was looking. */
  readonly arrived = this.keysOfArrivals.asReadonly();
  /** How many of each type came while the feed was frozen. */
  readonly waiting = this.came.asReadonly();
  readonly loading = computed(() => this.past() === 'loading');
  /** Why the past cannot be shown. */
  readonly error = this.fault.asReadonly();
  readonly contact = new Contact(computed(() => this.stream()?.connection() ?? { state: 'connecting', since: 0 }));
  /** Since when nothing has been heard, in milliseconds of the browser's clock; null while the feed is live. */
  readonly lostSince = computed(() => {
    if (this.contact.state() !== 'lost') return null;
    const connection = this.stream()?.connection();
    return connection?.state === 'lost' ? connection.since : this.contact.asOf();
  });

  constructor() {
    effect(() => {
      const live = this.contact.state() === 'live';
      const lostSince = this.lostSince();
      untracked(() => this.noteGap(live, lostSince));
    });
    pollWhileVisible(pollSeconds, () => this.load());
    this.owner.onDestroy(() => this.stop());
  }

  /** Follows one host, or all of them with null, from now on. */
  follow(nodeId: string | null): void {
    this.stop();
    this.nodeId = nodeId;
    this.shown.set([]);
    this.came.set(noneCame);
    this.past.set('loading');
    const options = {
      url: addressOf(streamsEndpoints.nodes(nodeId === null ? {} : { nodeIds: [nodeId] })),
      on: {
        heartbeat: (event: NodeEvents['heartbeat']) => this.take(heartbeatEntries(event)),
        activity: (activity: NodeEvents['activity']) => this.take([activityEntry(activity)]),
        resync: () => this.load(),
      },
    };
    this.stream.set(this.streams.open<NodeEvents>(options, this.owner));
    this.load();
  }

  /** While the feed is frozen its lines stay where they are, and what comes is counted. */
  freeze(frozen: boolean): void {
    this.frozen = frozen;
    if (!frozen) this.show();
  }

  /** Reads again what happened; a failure leaves what is shown. */
  load(): void {
    this.request?.unsubscribe();
    const nodeId = this.nodeId;
    const query = { limit: pastEntries };
    const answer = nodeId === null ? this.activityApi.list(query) : this.nodesApi.activity(nodeId, query);
    this.request = answer.subscribe({
      next: ({ items }) => {
        const entries = items.map(activityEntry);
        if (this.past() === 'loaded') this.take(entries);
        else this.shown.update((shown) => withArrivals(shown, entries));
        this.past.set('loaded');
        this.fault.set(null);
        this.contact.heard();
      },
      error: (error: unknown) => {
        if (this.past() === 'loaded') return;
        this.past.set('failed');
        this.fault.set(error);
      },
    });
  }

  private take(entries: readonly FeedEntry[]): void {
    this.contact.heard();
    const known = this.shownKeys();
    const fresh = entries.filter(({ key }) => !known.has(key) && !this.arrivals.has(key));
    if (fresh.length === 0) return;
    this.came.update((counts) => {
      const added = { ...counts };
      for (const { type } of fresh) added[type] += 1;
      return added;
    });
    this.add(fresh);
  }

  private add(entries: readonly FeedEntry[]): void {
    for (const entry of entries) this.arrivals.set(entry.key, entry);
    if (this.arrivals.size > arrivalsMax) {
      this.arrivals = new Map(withArrivals([], [...this.arrivals.values()]).map((entry) => [entry.key, entry]));
    }
    this.showTimer ??= setTimeout(() => {
      this.showTimer = null;
      if (!this.frozen) this.show();
    }, showPause);
  }

  private show(): void {
    const arrivals = [...this.arrivals.values()];
    this.arrivals.clear();
    this.came.set(noneCame);
    if (arrivals.length === 0) return;
    // More than a few at once would be a list that never rests.
    this.keysOfArrivals.set(new Set(arrivals.length > slidingMost ? [] : arrivals.map(({ key }) => key)));
    this.shown.update((shown) => withArrivals(shown, arrivals));
  }

  private noteGap(live: boolean, lostSince: number | null): void {
    if (lostSince !== null) {
      // Before the first word from the server there was nothing to lose.
      if (this.contact.asOf() !== null) this.lost ??= { since: lostSince, after: this.newestAt(lostSince) };
      return;
    }
    if (!live || this.lost === null) return;
    this.add([gapEntry(this.lost.after, Date.now() - this.lost.since)]);
    this.lost = null;
    this.load();
  }

  /** Where a gap that begins now has its place: by the server's clock, which may differ from the browser's. */
  private newestAt(now: number): string {
    const [newest] = withArrivals(this.shown(), [...this.arrivals.values()]);
    return newest?.at ?? new Date(now).toISOString();
  }

  private stop(): void {
    this.stream()?.close();
    this.request?.unsubscribe();
    if (this.showTimer !== null) clearTimeout(this.showTimer);
    this.showTimer = null;
    this.arrivals.clear();
    this.lost = null;
  }
}
