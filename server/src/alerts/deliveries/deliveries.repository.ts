import { Injectable } from '@nestjs/common';
import { alertLimits, deliveryEvents, deliveryStatuses, type DeliveryStatus } from '@hyprbox/contracts';
import { listOf, nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource, In, MoreThan } from 'typeorm';
import { affectedRows, integer, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { AlertDeliveryEntity } from './alert-delivery.entity.js';

export interface DeliveryFilter {
  status?: DeliveryStatus | undefined;
  channelId?: string | undefined;
}

const recent = rawQuery('alertDeliveries.countRecent', { status: oneOf(deliveryStatuses), count: integer });

export type DeliveryCount = RowOf<typeof recent>;

const columns = {
  id: uuid,
  channelId: uuid,
  channelName: text,
  /** The first ones. */
  alertIds: listOf(uuid),
  alertCount: integer,
  event: oneOf(deliveryEvents),
  status: oneOf(deliveryStatuses),
  attempts: integer,
  lastError: nullable(text),
  createdAt: timestamp,
  sentAt: nullable(timestamp),
};
const page = rawQuery('alertDeliveries.page', columns);
const ofAlert = rawQuery('alertDeliveries.ofAlert', columns);

/** A delivery as it is listed: a message may tell of thousands of alerts. */
export type DeliveryRow = RowOf<typeof page>;

const selected = `SELECT id, channel_id AS "channelId", channel_name AS "channelName",
    alert_ids[1:${alertLimits.deliveryAlerts}] AS "alertIds", cardinality(alert_ids) AS "alertCount", event, status,
    attempts, last_error AS "lastError", created_at AS "createdAt", sent_at AS "sentAt"
  FROM alert_deliveries`;

@Injectable()
export class DeliveriesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, delivery: AlertDeliveryEntity): Promise<void> {
    await tx.manager.insert(AlertDeliveryEntity, { ...delivery });
  }

  /** Has what failed be tried again at once. */
  async retryNow(tx: Transaction, groupId: string, channelId: string, now: Date): Promise<void> {
    await tx.manager.update(
      AlertDeliveryEntity,
      { groupId, channelId, status: 'QUEUED', dueAt: MoreThan(now) },
      { dueAt: now },
    );
  }

  async find(id: string): Promise<AlertDeliveryEntity | null> {
    return this.dataSource.manager.findOneBy(AlertDeliveryEntity, { id });
  }

  /** Newest first. */
  async findPage(
    { status, channelId }: DeliveryFilter,
    beforeId: string | null,
    count: number,
  ): Promise<DeliveryRow[]> {
    return page.rows(
      this.dataSource,
      `${selected} WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR status = $2)
         AND ($3::uuid IS NULL OR channel_id = $3) ORDER BY id DESC LIMIT $4`,
      [beforeId, status ?? null, channelId ?? null, count],
    );
  }

  /** Of an alert, newest first. */
  async findOfAlert(alertId: string, count: number): Promise<DeliveryRow[]> {
    return ofAlert.rows(this.dataSource, `${selected} WHERE alert_ids @> ARRAY[$1]::uuid[] ORDER BY id DESC LIMIT $2`, [
      alertId,
      count,
    ]);
  }

  /** Those that nobody has begun to send will not be sent any more. */
  async supersede(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const waiting = { id: In([...ids]), status: 'QUEUED' as const, attempts: 0 };
    const found = await tx.manager.find(AlertDeliveryEntity, {
      select: { id: true },
      where: waiting,
      lock: { mode: 'pessimistic_write' },
    });
    const taken = found.map(({ id }) => id);
    if (taken.length > 0) await tx.manager.update(AlertDeliveryEntity, { id: In(taken) }, { status: 'SUPERSEDED' });
    return taken;
  }

  /** By status: those that are not over, and those of the last day that are. */
  async countRecent(firstId: string): Promise<DeliveryCount[]> {
    return recent.rows(
      this.dataSource,
      `SELECT status, count(*)::int AS count FROM (
         SELECT status FROM alert_deliveries WHERE status IN ('QUEUED', 'SENDING')
         UNION ALL
         SELECT status FROM alert_deliveries WHERE id >= $1 AND status NOT IN ('QUEUED', 'SENDING')
       ) counted GROUP BY status`,
      [firstId],
    );
  }

  /**
   * Those that are over, but for what still has to be known of a group that is open.
   *
   * @param beforeId older ones have a lower id
   * @returns how many were deleted
   */
  async deleteOver(tx: Transaction, beforeId: string, limit: number): Promise<number> {
    return affectedRows(
      tx.manager,
      `DELETE FROM alert_deliveries WHERE id IN (
         SELECT d.id FROM alert_deliveries d
         WHERE d.id < $1 AND d.status NOT IN ('QUEUED', 'SENDING')
           AND NOT EXISTS (SELECT FROM alert_groups g WHERE g.id = d.group_id)
         ORDER BY d.id LIMIT $2)`,
      [beforeId, limit],
    );
  }
}
