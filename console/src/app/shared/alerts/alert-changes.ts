import { computed, DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import type { Alert } from '@hyprbox/contracts';
import { addressOf, streamsEndpoints } from '@hyprbox/contracts';
import { Subject } from 'rxjs';
import type { AlertEvents } from '../../core/event-stream/alert-events';
import type { ConnectionState } from '../../core/event-stream/connection-state';
import type { EventStream } from '../../core/event-stream/event-stream';
import { EventStreams } from '../../core/event-stream/event-streams';
import { Contact } from '../../core/live/contact';

/**
 * The stream of alerts, one for all that stands on a page. It is open only while the page can be seen: a browser has six
 * connections to a host over HTTP/1.1, and the bell, which is on every page, must not take one for each tab.
 */
@Injectable({ providedIn: 'root' })
export class AlertChanges {
  private readonly streams = inject(EventStreams);
  private readonly owner = inject(DestroyRef);
  private readonly stream = signal<EventStream<AlertEvents> | null>(null);
  private readonly changes = new Subject<Alert | 'resync'>();
  private readonly document = inject(DOCUMENT);
  private followers = 0;

  readonly contact = new Contact(
    computed<ConnectionState>(() => this.stream()?.connection() ?? { state: 'connecting', since: 0 }),
  );

  constructor() {
    const changed = (): void => {
      if (this.document.hidden) this.close();
      // What happened meanwhile was not heard.
      else if (this.openIfSeen()) this.changes.next('resync');
    };
    this.document.addEventListener('visibilitychange', changed);
    this.owner.onDestroy(() => this.document.removeEventListener('visibilitychange', changed));
  }

  /** Tells of each alert that changes, or that something may have been missed, for as long as the follower is there. */
  follow(follower: DestroyRef, changed: (change: Alert | 'resync') => void): void {
    const subscription = this.changes.subscribe(changed);
    this.followers += 1;
    this.openIfSeen();
    follower.onDestroy(() => {
      subscription.unsubscribe();
      this.followers -= 1;
      if (this.followers === 0) this.close();
    });
  }

  /** Whether it was opened just now. */
  private openIfSeen(): boolean {
    if (this.followers === 0 || this.stream() !== null || this.document.hidden) return false;
    const options = {
      url: addressOf(streamsEndpoints.alerts()),
      on: {
        alert: (alert: Alert) => this.tell(alert),
        resync: () => this.tell('resync'),
      },
    };
    this.stream.set(this.streams.open<AlertEvents>(options, this.owner));
    return true;
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
