import { Injectable } from '@nestjs/common';
import type { AlertDelivery, DeliveryEvent, Page } from '@hyprbox/contracts';
import { pageOf } from '../../common/cursor.js';
import { idFrom } from '../../common/id-cursor.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { Ids } from '../../time/clock.js';
import { ChannelsService } from '../channels/channels.service.js';
import type { SendResult } from './adapters/channel-adapter.js';
import type { AlertDeliveryEntity } from './alert-delivery.entity.js';
import type { AlertMessage } from './alert-message.js';
import type { ListDeliveriesQuery } from './deliveries.dto.js';
import { DeliveryNotFoundError, DeliveryNotOverError, DeliveryWithoutChannelError } from './deliveries.errors.js';
import { asRead, toAlertDelivery } from './deliveries.mapper.js';
import { DeliveriesRepository } from './deliveries.repository.js';

export interface NewDelivery {
  channelId: string;
  channelName: string;
  /** Null for a message that belongs to no group, as a test. */
  groupId: string | null;
  event: DeliveryEvent;
  alertIds: string[];
  message: AlertMessage;
}

export interface SentTest {
  id: string;
  channelId: string;
  channelName: string;
  message: AlertMessage;
  result: Pick<SendResult, 'ok' | 'detail'>;
}

/** More than an alert's page shows of its messages. */
const perAlert = 200;

/** Messages to channels: written down first, then sent by whichever replica takes them. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly channels: ChannelsService,
    private readonly work: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  /** Writes a message down in the transaction that decides on it; it is sent once that is committed. */
  async queue(tx: Transaction, delivery: NewDelivery): Promise<AlertDeliveryEntity> {
    const now = await tx.now();
    const { groupId, channelId, event } = delivery;
    // What fires is not kept waiting for the next try of what it may have to wait for.
    if (groupId !== null && event !== 'resolved') await this.deliveries.retryNow(tx, groupId, channelId, now);
    const row: AlertDeliveryEntity = {
      id: this.ids.next(),
      ...delivery,
      status: 'QUEUED',
      attempts: 0,
      lastError: null,
      dueAt: now,
      leaseUntil: null,
      createdAt: now,
      sentAt: null,
    };
    await this.deliveries.insert(tx, row);
    tx.publishAfterCommit({ topic: 'deliveries' });
    return row;
  }

  /** Keeps a test with the other messages; it is over already. */
  async recordTest(tx: Transaction, { result, ...test }: SentTest): Promise<void> {
    const now = await tx.now();
    await this.deliveries.insert(tx, {
      ...test,
      groupId: null,
      event: 'test',
      alertIds: [],
      status: result.ok ? 'SENT' : 'FAILED',
      attempts: 1,
      lastError: result.ok ? null : result.detail,
      dueAt: now,
      leaseUntil: null,
      createdAt: now,
      sentAt: result.ok ? now : null,
    });
  }

  /**
   * Takes back those of the messages that nobody has begun to send: a later one tells more.
   *
   * @returns the ids of those that were taken back
   */
  async supersede(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    return ids.length === 0 ? [] : this.deliveries.supersede(tx, ids);
  }

  /** Newest first. */
  async ofAlert(alertId: string): Promise<AlertDelivery[]> {
    return (await this.deliveries.findOfAlert(alertId, perAlert)).map(toAlertDelivery);
  }

  async list({ limit, cursor, status, channelId }: ListDeliveriesQuery): Promise<Page<AlertDelivery>> {
    const rows = await this.deliveries.findPage({ status, channelId }, idFrom(cursor), limit + 1);
    return pageOf(rows, limit, toAlertDelivery, ({ id }) => [id]);
  }

  /** Sends the same message once more, as a delivery of its own: of no group, as it may be told out of order. */
  async resend(actor: Actor, id: string): Promise<AlertDelivery> {
    const row = await this.deliveries.find(id);
    if (!row) throw new DeliveryNotFoundError();
    if (row.status === 'QUEUED' || row.status === 'SENDING') throw new DeliveryNotOverError();
    const { channelId, event, alertIds, message } = row;
    const channel = await this.channels.find(channelId);
    if (!channel?.enabled) throw new DeliveryWithoutChannelError();
    const queued = await this.work.run<AlertDeliveryEntity>(
      (next) => ({
        actor,
        action: 'alert.delivery.resend',
        target: { type: 'alert-delivery', id: next.id },
        details: { of: id, channelId, channel: channel.name, event },
      }),
      (tx) => this.queue(tx, { channelId, channelName: channel.name, groupId: null, event, alertIds, message }),
    );
    return toAlertDelivery(asRead(queued));
  }
}
