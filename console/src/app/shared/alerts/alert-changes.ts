import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Alert } from '@hyprbox/contracts';
import { addressOf, streamsEndpoints } from '@hyprbox/contracts';
import { Subject } from 'rxjs';
import type { AlertEvents } from '../../core/event-stream/alert-events';
import type { ConnectionState } from '../../core/event-stream/connection-state';
import type { EventStream } from '../../core/event-stream/event-stream';
import { EventStreams } from '../../core/event-stream/event-streams';
import { Contact } from '../../core/live/contact';

/** The stream of alerts, one for all that stands on a page. */
@Injectable({ providedIn: 'root' })
export class AlertChanges {
  private readonly streams = inject(EventStreams);
  private readonly owner = inject(DestroyRef);
  private readonly stream = signal<EventStream<AlertEvents> | null>(null);
  private readonly changes = new Subject<Alert | 'resync'>();
  private followers = 0;

  readonly contact = new Contact(
    computed<ConnectionState>(() => this.stream()?.connection() ?? { state: 'connecting', since: 0 }),
  );

  /** Tells of each alert that changes, or that something may have been missed, for as long as the follower is there. */
  follow(follower: DestroyRef, changed: (change: Alert | 'resync') => void): void {
    const subscription = this.changes.subscribe(changed);
    this.followers += 1;
    if (this.followers === 1) this.open();
    follower.onDestroy(() => {
      subscription.unsubscribe();
      this.followers -= 1;
      if (this.followers === 0) this.close();
    });
  }

  private open(): void {
    const options = {
      url: addressOf(streamsEndpoints.alerts()),
      on: {
        alert: (alert: Alert) => this.tell(alert),
        resync: () => this.tell('resync'),
      },
    };
    this.stream.set(this.streams.open<AlertEvents>(options, this.owner));
  }

  private close(): void {
    this.stream()?.close();
    this.stream.set(null);
  }

  private tell(change: Alert | 'resync'): void {
    this.contact.heard();
    this.changes.next(change);
  }
}
