import { DestroyRef, effect, inject, Injectable, signal } from '@angular/core';
import type { Activity, HeartbeatEvent } from '@hyprbox/contracts';
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
  private readonly pointedAt = signal(false);
  private rereadTimer: ReturnType<typeof setTimeout> | null = null;
  private listIsStale = false;

  private readonly stream = inject(EventStreams).open<NodeEvents>(
    {
      url: '/api/stream/nodes',
      on: {
        heartbeat: (event) => this.applyHeartbeats(event),
        activity: (entry) => this.applyActivity(entry),
        resync: () => this.poll(),
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
    pollWhileVisible(pollSeconds, () => this.poll());
    inject(DestroyRef).onDestroy(() => {
      if (this.rereadTimer !== null) clearTimeout(this.rereadTimer);
    });
  }

  /** While someone points at the hosts, none of them changes its place. */
  holdOrder(held: boolean): void {
    this.pointedAt.set(held);
  }

  /** Reads everything again, after nothing could be read. */
  retry(): void {
    this.summary.load();
    this.activity.load();
    this.store.retry();
  }

  private poll(): void {
    this.listIsStale = false;
    this.summary.load();
    this.activity.load();
    this.store.refresh(this.pointedAt() ? 'keep' : 'sort');
  }

  private applyHeartbeats(event: HeartbeatEvent): void {
    this.contact.heard();
    const before = new Map(this.store.nodes().map((node) => [node.id, node.status]));
    this.store.apply(event);
    const statusChanged = event.items.some(({ nodeId, status }) => before.has(nodeId) && before.get(nodeId) !== status);
    if (statusChanged) this.rereadSoon();
  }

  private applyActivity(entry: Activity): void {
    this.contact.heard();
    this.activity.add(entry);
    // A host has come, gone or fallen silent: only the list itself knows where it belongs.
    this.listIsStale ||= entry.kind === 'node';
    this.rereadSoon();
  }

  private rereadSoon(): void {
    this.rereadTimer ??= setTimeout(() => {
      this.rereadTimer = null;
      if (this.listIsStale) this.poll();
      else this.summary.load();
    }, rereadPause);
  }
}
