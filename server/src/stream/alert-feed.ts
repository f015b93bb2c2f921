import { Injectable, Logger } from '@nestjs/common';
import { AlertsService } from '../alerts/records/alerts.service.js';
import type { ServerSentEvent } from '../http/server-sent-events.js';
import { Notifications } from '../notifications/notifications.js';
import { Subscriber } from './subscriber.js';

/** What changes within this time is read and sent together. */
const pauseMs = 500;
/** Alerts that are sent one by one; where more change at once, the lists are read again. */
const changedMax = 200;

/** Brings how alerts change to the open streams of this process: read once for all of them. */
@Injectable()
export class AlertFeed {
  private readonly logger = new Logger('AlertFeed');
  private readonly subscribers = new Set<Subscriber>();
  private readonly changed = new Set<string>();
  private hasMissed = false;
  private timer: NodeJS.Timeout | null = null;
  private number = 0;

  constructor(
    notifications: Notifications,
    private readonly alerts: AlertsService,
  ) {
    notifications.on('alerts', ({ ids }) => this.heard(ids));
    notifications.on('missed', () => this.heard(null));
  }

  /** Events `alert`, `removed` (one that never fired is forgotten) and `resync`; the last one first for who comes back. */
  async *follow(lastEventId: string | undefined, signal: AbortSignal): AsyncGenerator<ServerSentEvent> {
    const subscriber = new Subscriber(signal);
    this.subscribers.add(subscriber);
    try {
      if (lastEventId !== undefined) yield this.event('resync', {});
      for (;;) {
        const event = await subscriber.next();
        if (!event) return;
        yield event;
      }
    } finally {
      this.subscribers.delete(subscriber);
    }
  }

  private heard(ids: readonly string[] | null): void {
    if (this.subscribers.size === 0) return;
    for (const id of ids ?? []) this.changed.add(id);
    if (ids === null || this.changed.size > changedMax) this.hasMissed = true;
    this.timer ??= setTimeout(() => void this.send(), pauseMs);
  }

  private async send(): Promise<void> {
    this.timer = null;
    const ids = [...this.changed];
    const { hasMissed } = this;
    this.changed.clear();
    this.hasMissed = false;
    try {
      const events = hasMissed ? [this.event('resync', {})] : await this.eventsOf(ids);
      for (const subscriber of this.subscribers) for (const event of events) subscriber.push(event);
    } catch (error) {
      this.logger.warn({ err: error }, 'The streams could not be told how alerts changed; trying again.');
      this.heard(ids);
    }
  }

  private async eventsOf(ids: readonly string[]): Promise<ServerSentEvent[]> {
    const found = new Map((await this.alerts.getMany(ids)).map((alert) => [alert.id, alert]));
    return ids.map((id) => {
      const alert = found.get(id);
      return alert ? this.event('alert', alert) : this.event('removed', { id });
    });
  }

  private event(event: string, data: unknown): ServerSentEvent {
    this.number += 1;
    return { id: `${process.pid}-${this.number}`, event, data: JSON.stringify(data) };
  }
}
