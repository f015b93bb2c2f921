import type { Notification } from './notification.js';

/** Injection token of the {@link NotificationTransport}. */
export const NOTIFICATION_TRANSPORT = Symbol('NotificationTransport');

/** Carries notifications to the other replicas. It may lose, double and delay them. */
export interface NotificationTransport {
  send(notification: Notification): void;
  receive(listener: (notification: Notification) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
