import { Inject, Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { Notification, NotificationOf, Topic } from './notification.js';
import { NOTIFICATION_TRANSPORT, type NotificationTransport } from './notification-transport.js';

/** Brings notifications to whoever listens, in this process and by the transport in the other replicas. */
@Injectable()
export class Notifications {
  constructor(
    private readonly emitter: EventEmitter2,
    @Inject(NOTIFICATION_TRANSPORT) private readonly transport: NotificationTransport,
  ) {
    transport.receive((notification) => this.deliver(notification));
  }

  publish(notification: Notification): void {
    this.deliver(notification);
    this.transport.send(notification);
  }

  /** @returns a function that ends the subscription */
  on<T extends Topic>(topic: T, listener: (notification: NotificationOf<T>) => void): () => void {
    const name = `notification.${topic}`;
    this.emitter.on(name, listener);
    return () => {
      this.emitter.off(name, listener);
    };
  }

  private deliver(notification: Notification): void {
    this.emitter.emit(`notification.${notification.topic}`, notification);
  }
}
