import { Injectable } from '@nestjs/common';
import { deliveryStatuses, type DeliveryStatus } from '@hyprbox/contracts';
import { oneOf } from '@hyprbox/contracts/schemas';
import { DataSource, In, MoreThan } from 'typeorm';
import { affectedRows, integer, rawQuery, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { AlertDeliveryEntity } from './alert-delivery.entity.js';

export interface DeliveryFilter {
  status?: DeliveryStatus | undefined;
  channelId?: string | undefined;
}

const recent = rawQuery('alertDeliveries.countRecent', { status: oneOf(deliveryStatuses), count: integer });

export type DeliveryCount = RowOf<typeof recent>;

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
  ): Promise<AlertDeliveryEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(AlertDeliveryEntity, 'delivery')
      .orderBy('delivery.id', 'DESC');
    if (beforeId !== null) query.andWhere('delivery.id < :beforeId', { beforeId });
    if (status !== undefined) query.andWhere('delivery.status = :status', { status });
    if (channelId !== undefined) query.andWhere('delivery.channelId = :channelId', { channelId });
    return query.take(count).getMany();
  }

  /** Of an alert, newest first. */
  async findOfAlert(alertId: string, count: number): Promise<AlertDeliveryEntity[]> {
    return this.dataSource.manager
      .createQueryBuilder(AlertDeliveryEntity, 'delivery')
      .where('delivery.alertIds @> ARRAY[:alertId]::uuid[]', { alertId })
      .orderBy('delivery.id', 'DESC')
      .take(count)
      .getMany();
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
