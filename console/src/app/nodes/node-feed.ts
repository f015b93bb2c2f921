import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { addressOf, streamsEndpoints } from '@hyprbox/contracts';
import { afterPaint } from '../core/drawing/after-paint';
import type { EventStream } from '../core/event-stream/event-stream';
import { EventStreams } from '../core/event-stream/event-streams';
import type { NodeEvents } from '../core/event-stream/node-events';
import { Contact, pollSeconds } from '../core/live/contact';
import { pollWhileVisible } from '../core/live/poll';
import { NodeActivityStore } from './activity/node-activity-store';
import { HistoryEventsStore } from './history/history-events-store';
import { HistoryStore } from './history/history-store';
import { NodeJobsStore } from './jobs/node-jobs-store';
import { NodeStore } from './node-store';

/** Keeps one host's page fresh: its own stream, and a slow poll behind it. */
@Injectable()
export class NodeFeed {
  private readonly streams = inject(EventStreams);
  private readonly store = inject(NodeStore);
  private readonly activity = inject(NodeActivityStore);
  private readonly jobs = inject(NodeJobsStore);
  private readonly history = inject(HistoryStore);
  private readonly events = inject(HistoryEventsStore);
  private readonly owner = inject(DestroyRef);
  private readonly stream = signal<EventStream<NodeEvents> | null>(null);
  private nodeId: string | null = null;
  private cancelLists = (): void => undefined;

  readonly contact = new Contact(computed(() => this.stream()?.connection() ?? { state: 'connecting', since: 0 }));

  constructor() {
    pollWhileVisible(pollSeconds, () => this.poll());
    this.owner.onDestroy(() => this.cancelLists());
  }

  /** Follows another host instead of the former one. */
  follow(nodeId: string): void {
    this.nodeId = nodeId;
    this.stream()?.close();
    this.store.show(nodeId, () => this.contact.heard());
    // Their cards are drawn then: see the page.
    this.cancelLists();
    this.cancelLists = afterPaint(() => {
      this.activity.show(nodeId);
      this.jobs.show(nodeId);
    });
    const options = {
      url: addressOf(streamsEndpoints.nodes({ nodeIds: [nodeId] })),
      on: {
        heartbeat: (event: NodeEvents['heartbeat']) => {
          this.contact.heard();
          this.store.apply(event);
          this.history.freshen();
        },
        activity: (entry: NodeEvents['activity']) => {
          this.contact.heard();
          this.activity.add(entry);
          // A new entry often means that a job has changed.
          this.jobs.list.refresh();
          this.events.freshen();
        },
        resync: () => {
          this.poll();
          this.activity.list.refresh();
          this.jobs.list.refresh();
        },
      },
    };
    this.stream.set(this.streams.open<NodeEvents>(options, this.owner));
  }

  private poll(): void {
    if (this.nodeId === null) return;
    this.store.load(this.nodeId, () => this.contact.heard());
    this.history.freshen();
    this.events.freshen();
  }
}
