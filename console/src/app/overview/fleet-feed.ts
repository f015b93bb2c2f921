import { DestroyRef, effect, inject, Injectable } from '@angular/core';
import type { Activity, HeartbeatEvent } from '@hyprbox/contracts';
import { addressOf, streamsEndpoints } from '@hyprbox/contracts';
import type { NodeEvents } from '../core/event-stream/node-events';
import { EventStreams } from '../core/event-stream/event-streams';
import { Contact, pollSeconds } from '../core/live/contact';
import { pollWhileVisible } from '../core/live/poll';
import { FleetActivity } from './fleet-activity';
import { FleetStore } from './fleet-store';
import { FleetSummaryStore } from './fleet-summary-store';

/** Events that make the counts or the list of hosts stale lead to a new reading, at most this often. */
const rereadPause = 2_000;

/** Keeps the overview fresh: the stream as long as it holds, and a slow poll behind it. */
@Injectable()
export class FleetFeed {
  private readonly store = inject(FleetStore);
  private readonly summary = inject(FleetSummaryStore);
  private readonly activity = inject(FleetActivity);
  private rereadTimer: ReturnType<typeof setTimeout> | null = null;
  /** Hosts that have come, gone or fallen silent since the last reading. */
  private readonly stale = new Set<string>();
  private hasTurned = false;

  private readonly stream = inject(EventStreams).open<NodeEvents>(
    {
      url: addressOf(streamsEndpoints.nodes()),
      on: {
        heartbeat: (event) => this.applyHeartbeats(event),
        activity: (entry) => this.applyActivity(entry),
        resync: () => this.readAll('now'),
      },
    },
    inject(DestroyRef),
  );
  readonly contact = new Contact(this.stream.connection);

  constructor() {
    this.summary.load();
    this.activity.load();
    effect(() => {
      if (this.store.answeredAt() !== null) this.contact.heard();
    });
    effect(() => {
      // Nobody points at the hosts any more: they may take the places that they have waited for.
      if (this.store.isFrozen() || this.store.waiting() === 0) return;
      this.hasTurned = true;
      this.rereadSoon();
    });
    pollWhileVisible(pollSeconds, () => this.readAll('due'));
    inject(DestroyRef).onDestroy(() => {
      if (this.rereadTimer !== null) clearTimeout(this.rereadTimer);
    });
  }

  /** Reads everything again, after nothing could be read. */
  retry(): void {
    this.summary.load();
    this.activity.load();
    this.store.retry();
  }

  private readAll(when: 'due' | 'now'): void {
    this.summary.load();
    this.activity.load();
    this.store.refresh(when);
    this.store.settle();
  }

  private applyHeartbeats({ items }: HeartbeatEvent): void {
    this.contact.heard();
    const { hasTurned, strangers } = this.store.beat(items);
    this.hasTurned ||= hasTurned;
    for (const id of strangers) this.stale.add(id);
    if (hasTurned || strangers.length > 0) this.rereadSoon();
  }

  private applyActivity(entry: Activity): void {
    this.contact.heard();
    this.activity.add(entry);
    if (entry.kind === 'node' && entry.nodeId !== null) this.stale.add(entry.nodeId);
    this.rereadSoon();
  }

  private rereadSoon(): void {
    this.rereadTimer ??= setTimeout(() => {
      this.rereadTimer = null;
      this.summary.load();
      if (this.stale.size > 0) this.store.reread([...this.stale]);
      if (this.hasTurned) this.store.settle();
      this.stale.clear();
      this.hasTurned = false;
    }, rereadPause);
  }
}
