import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseAway } from '../../database/database-away.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { Notifications } from '../../notifications/notifications.js';
import { Clock } from '../../time/clock.js';
import { UnreadableSecretError } from '../channels/channels.errors.js';
import type { SendResult } from './adapters/channel-adapter.js';
import { messageWithout, type AlertMessage } from './alert-message.js';
import { DeliveryClaimsRepository, type ClaimedDelivery, type DeliveryEnd } from './delivery-claims.repository.js';
import { MessageSender } from './message-sender.js';
import { nextTry } from './retry-times.js';

/** A notification may have been lost, and what failed is due again. */
const pollMs = 5_000;
/** Longer than any try takes. */
const leaseMs = 60_000;
const atOnce = 20;
const perChannel = 4;
/** Between tries to write down how a try ended, while the database is away. */
const againMs = 500;

/**
 * Sends what is queued: each replica has one. A delivery is claimed and its end written down in transactions of their own,
 * and sent between them, so it is sent twice only where a replica dies, or loses the database for longer than the lease,
 * in between.
 */
@Injectable()
export class DeliverySender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Deliveries');
  private readonly sending = new Set<Promise<void>>();
  private readonly unsubscribe: (() => void)[] = [];
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> | null = null;
  /** There may be more than the round that is under way has seen. */
  private wanted = false;
  private stopped = false;
  private failing = false;

  constructor(
    private readonly claims: DeliveryClaimsRepository,
    private readonly messages: MessageSender,
    private readonly work: UnitOfWork,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe.push(
      this.notifications.on('deliveries', () => this.wake()),
      this.notifications.on('missed', () => this.wake()),
    );
    this.wake();
  }

  /** What is being sent is sent to its end; nothing else was taken. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const end of this.unsubscribe.splice(0)) end();
    if (this.timer) clearTimeout(this.timer);
    await this.round;
    await Promise.all(this.sending);
  }

  /** Looks for something to send, now. */
  wake(): void {
    this.wanted = true;
    if (this.stopped || this.round) return;
    if (this.timer) clearTimeout(this.timer);
    this.round = this.takeAll().finally(() => {
      this.round = null;
      if (this.stopped) return;
      if (this.wanted) this.wake();
      else this.timer = setTimeout(() => this.wake(), pollMs);
    });
  }

  private async takeAll(): Promise<void> {
    try {
      while (this.wanted && !this.stopped) {
        this.wanted = false;
        const count = atOnce - this.sending.size;
        if (count > 0) await this.take(count);
      }
      this.failing = false;
    } catch (error) {
      // Tried again with the next poll.
      this.wanted = false;
      if (this.failing) return;
      this.failing = true;
      if (!isDatabaseAway(error)) this.logger.error({ err: error }, 'Alert deliveries could not be claimed');
    }
  }

  private async take(count: number): Promise<void> {
    const limits = { count, perChannel, leaseMs };
    const claimed = await this.work.system('alert-deliveries', (tx) => this.claims.claim(tx, limits));
    for (const delivery of claimed) {
      const sent = this.deliver(delivery).finally(() => {
        this.sending.delete(sent);
        // Its channel, or what waited for it, may have something.
        this.wake();
      });
      this.sending.add(sent);
    }
  }

  /** Never fails: what could not be written down is taken again after its lease. */
  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const leaseEnds = performance.now() + leaseMs;
    try {
      const end = await this.endOf(delivery);
      await this.note(delivery, end, leaseEnds);
      if (end.status === 'FAILED') {
        this.logger.warn(`The alert delivery ${delivery.id} by ${delivery.channelName} failed: ${end.lastError}`);
      }
    } catch (error) {
      this.logger.error({ err: error }, `How the alert delivery ${delivery.id} ended could not be written down`);
    }
  }

  private async endOf(delivery: ClaimedDelivery): Promise<DeliveryEnd> {
    const message = await this.sayable(delivery);
    if (message === null) return { status: 'SUPERSEDED', lastError: 'Nobody was told that it fired.' };
    const result = await this.send(delivery, message);
    if (result.ok) return { status: 'SENT', lastError: null };
    const { attempts, createdAt } = delivery;
    const dueAt = nextTry(result, { attempts, createdAt, now: this.clock.now() });
    const lastError = result.status === null ? result.detail : `${result.status}: ${result.detail}`;
    return dueAt === null ? { status: 'FAILED', lastError } : { status: 'QUEUED', lastError, dueAt };
  }

  /**
   * The message without what it says is over although its channel was not told that it fired, as that failed; null where
   * nothing is left to say. What it waits for is over by now.
   */
  private async sayable(delivery: ClaimedDelivery): Promise<AlertMessage | null> {
    const { groupId, event, message } = delivery;
    const over = message.alerts.filter(({ state }) => state === 'RESOLVED').map(({ id }) => id);
    if (groupId === null || (event !== 'resolved' && over.length === 0)) return message;
    const told = await this.work.system('alert-deliveries', (tx) => this.claims.told(tx, delivery));
    if (event === 'resolved' && told.size === 0) return null;
    return messageWithout(message, new Set(over.filter((id) => !told.has(id))));
  }

  private async send({ id, channelId }: ClaimedDelivery, message: AlertMessage): Promise<SendResult> {
    try {
      const to = await this.messages.addressee(channelId);
      if (!to) return notSent('The channel was deleted.', true);
      if (!to.enabled) return notSent('The channel is switched off.', true);
      return await this.messages.send(to, message, id);
    } catch (error) {
      // Another replica may have the key, or this one after its next start.
      if (error instanceof UnreadableSecretError) return notSent(error.message, false);
      throw error;
    }
  }

  /** As long as the claim holds: a message that was sent and is not known to be would be sent again. */
  private async note(delivery: ClaimedDelivery, end: DeliveryEnd, leaseEnds: number): Promise<void> {
    for (;;) {
      try {
        await this.work.system('alert-deliveries', (tx) => this.claims.end(tx, delivery, end));
        return;
      } catch (error) {
        if (performance.now() >= leaseEnds) throw error;
        await delay(againMs);
      }
    }
  }
}

function notSent(detail: string, permanent: boolean): SendResult {
  return { ok: false, status: null, detail, permanent };
}
