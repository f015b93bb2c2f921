import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { clientConfig, DatabaseClient } from './database-client.js';
import { DatabaseHealth } from './database-health.js';
import type { Notification } from '../notifications/notification.js';
import { greeting, lossNotice, pack, unpack } from './notification-payloads.js';
import type { NotificationTransport } from '../notifications/notification-transport.js';

const channel = 'hyprbox_hints';
/** Notifications that wait for the connection; older ones are dropped, and the others are told so. */
const queueLength = 10_000;
const reconnectMs = 1_000;
/** A connection that dies in silence is found out by a word that is sent this often. */
const pingMs = 5_000;
/** Added to a time without notifications: what was on its way at its beginning. */
const onItsWayMs = 1_000;

/**
 * Notifications by LISTEN/NOTIFY over one connection of its own: a NOTIFY inside a business transaction would take a global
 * lock at its commit. Notifications that come while one batch is under way leave together in the next. PostgreSQL keeps no
 * notification for who is away, so after a new connection all that notifications are for is looked at.
 */
export class PostgresNotificationTransport implements NotificationTransport {
  private readonly logger = new Logger('Notifications');
  private readonly sender = randomUUID();
  private queue: Notification[] = [];
  /** Payloads that were made of the queue and are not sent yet. */
  private unsent: string[] = [];
  private client: DatabaseClient | null = null;
  private flushing: Promise<void> | null = null;
  private stopped = false;
  private retry: NodeJS.Timeout | null = null;
  private ping: NodeJS.Timeout | null = null;
  /** When this replica last knew that it hears the others. */
  private heardAt = performance.now();
  /** Since when others may not have been told everything. */
  private lostSince: number | null = null;
  /** Whether another replica has been heard; alone, there is nobody to tell. */
  private hasPeers = false;
  private listener: (notification: Notification) => void = () => undefined;

  constructor(
    private readonly url: string,
    private readonly health = new DatabaseHealth(),
  ) {}

  receive(listener: (notification: Notification) => void): void {
    this.listener = listener;
  }

  send(notification: Notification): void {
    if (!this.hasPeers || this.stopped) return;
    if (this.queue.length >= queueLength) {
      this.queue.shift();
      this.lostSince ??= this.heardAt;
    }
    this.queue.push(notification);
    if (!this.flushing) queueMicrotask(() => void this.flush());
  }

  async start(): Promise<void> {
    this.heardAt = performance.now();
    await this.connect(true);
    this.ping = setInterval(() => void this.check(), pingMs);
  }

  /** What waits is sent first: the others would find out only by their slow polls. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.retry) clearTimeout(this.retry);
    if (this.ping) clearInterval(this.ping);
    await this.flush();
    const { client } = this;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async connect(isFirst: boolean): Promise<void> {
    if (this.stopped) return;
    // It ends itself when the database goes away, so that a silence is not taken for nothing to hear.
    const client = new DatabaseClient(clientConfig(this.url, 'hyprbox-notifications', this.health));
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ payload }) => this.read(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      this.client = client;
      const deafMs = performance.now() - this.heardAt;
      this.heardAt = performance.now();
      if (!isFirst) this.listener({ topic: 'missed', sinceMs: deafMs + onItsWayMs });
      await this.greet('hello');
      await this.flush();
    } catch {
      if (this.client === client) this.lost(client);
      else this.again();
      client.destroy();
    }
  }

  private lost(client: DatabaseClient): void {
    if (this.client !== client) return;
    this.client = null;
    if (!this.stopped) this.logger.warn('The connection for notifications is gone; trying again.');
    this.again();
  }

  private again(): void {
    if (this.stopped || this.retry) return;
    this.retry = setTimeout(() => {
      this.retry = null;
      void this.connect(false);
    }, reconnectMs);
  }

  /** Says something, also for others who have not heard of this replica yet. */
  private async check(): Promise<void> {
    const { client } = this;
    if (!client) return;
    try {
      await this.greet('here');
      this.heardAt = performance.now();
    } catch {
      this.lost(client);
      client.destroy();
    }
  }

  private async flush(): Promise<void> {
    this.flushing ??= this.sendAll().finally(() => {
      this.flushing = null;
      if (this.client && this.queue.length > 0) void this.flush();
    });
    await this.flushing;
  }

  private async sendAll(): Promise<void> {
    try {
      while (this.client && (this.unsent.length > 0 || this.queue.length > 0 || this.lostSince !== null)) {
        this.packQueue();
        for (let next = this.unsent[0]; next !== undefined; next = this.unsent[0]) {
          await this.client.query('SELECT pg_notify($1, $2)', [channel, next]);
          this.unsent.shift();
        }
      }
    } catch {
      // The connection broke: its own event brings a new one, over which the rest is sent.
    }
  }

  private packQueue(): void {
    const { payloads, leftOut } = pack(this.sender, this.queue);
    this.queue = [];
    this.unsent.push(...payloads);
    if (this.unsent.length > queueLength) {
      this.unsent.splice(0, this.unsent.length - queueLength);
      this.lostSince ??= this.heardAt;
    }
    if (leftOut) this.lostSince ??= performance.now();
    if (this.lostSince === null) return;
    this.unsent.push(lossNotice(this.sender, performance.now() - this.lostSince + onItsWayMs));
    this.lostSince = null;
  }

  /** Replicas find each other: who comes says hello, and who hears it answers, so that both know of the other. */
  private async greet(word: 'hello' | 'here'): Promise<void> {
    await this.client?.query('SELECT pg_notify($1, $2)', [channel, greeting(this.sender, word)]);
  }

  private read(payload: string): void {
    const { sender, message } = unpack(payload);
    if (sender === this.sender) return;
    this.hasPeers = true;
    switch (message.says) {
      case 'hello':
        // An answer that gets lost is made up for by the next word that is sent.
        this.greet('here').catch(() => undefined);
        return;
      case 'here':
        return;
      case 'lost':
        this.listener({ topic: 'missed', sinceMs: message.sinceMs });
        return;
      case 'notifications':
        for (const notification of message.notifications) this.listener(notification);
    }
  }
}
