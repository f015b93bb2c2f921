import { Injectable } from '@nestjs/common';
import { deliveryEvents } from '@hyprbox/contracts';
import { listOf, nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { integer, json, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { AlertDeliveryEntity } from './alert-delivery.entity.js';
import type { AlertMessage } from './alert-message.js';

/** The key of the advisory lock under which deliveries are claimed, one claim after the other. */
const claimLock = 7_241_005;

export interface ClaimLimits {
  count: number;
  /** Of one channel at once, over all replicas. */
  perChannel: number;
  leaseMs: number;
}

const claimed = rawQuery('alertDeliveries.claim', {
  id: uuid,
  channelId: uuid,
  channelName: text,
  groupId: nullable(uuid),
  event: oneOf(deliveryEvents),
  alertIds: listOf(uuid),
  message: json<AlertMessage>(),
  attempts: integer,
  createdAt: timestamp,
});
const told = rawQuery('alertDeliveries.told', { id: uuid });

export type ClaimedDelivery = RowOf<typeof claimed>;

/** How a try ended. */
export type DeliveryEnd =
  | { status: 'SENT' | 'FAILED' | 'SUPERSEDED'; lastError: string | null }
  | { status: 'QUEUED'; lastError: string; dueAt: Date };

/** Who sends which delivery, by the database's time. */
@Injectable()
export class DeliveryClaimsRepository {
  /**
   * Takes what is due, and what a replica had and did not end before its lease did. What tells the opposite of an earlier
   * message to the same channel about the same group waits for that one, and so does one that tells of what is over
   * beside what is not.
   */
  async claim(tx: Transaction, { count, perChannel, leaseMs }: ClaimLimits): Promise<ClaimedDelivery[]> {
    await tx.manager.query('SELECT pg_advisory_xact_lock($1)', [claimLock]);
    return claimed.rows(
      tx.manager,
      `WITH waiting AS (
         SELECT id, channel_id, group_id, event, status, due_at, lease_until,
           count(*) FILTER (WHERE status = 'SENDING' AND lease_until >= now()) OVER (PARTITION BY channel_id) AS busy,
           count(*) FILTER (WHERE event = 'resolved') OVER earlier AS resolved_before,
           count(*) FILTER (WHERE event <> 'resolved') OVER earlier AS others_before
         FROM alert_deliveries WHERE status IN ('QUEUED', 'SENDING')
         WINDOW earlier AS (
           PARTITION BY channel_id, group_id ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
       ), due AS (
         SELECT w.id, w.busy + row_number() OVER (PARTITION BY w.channel_id ORDER BY w.due_at, w.id) AS place
         FROM waiting w
         WHERE (w.status = 'QUEUED' AND w.due_at <= now() OR w.status = 'SENDING' AND w.lease_until < now())
           AND (w.group_id IS NULL
             OR CASE WHEN w.resolved_before > 0 AND w.event <> 'resolved' THEN false
                  WHEN w.others_before = 0 THEN true
                  WHEN w.event = 'resolved' THEN false
                  ELSE NOT (SELECT d.message -> 'alerts' @> '[{"state": "RESOLVED"}]'
                            FROM alert_deliveries d WHERE d.id = w.id) END)
       ), taken AS (
         SELECT d.id FROM alert_deliveries d
         WHERE d.id IN (SELECT id FROM due WHERE place <= $2 ORDER BY place, id LIMIT $1)
           -- Looked at once more where it was changed meanwhile.
           AND d.status IN ('QUEUED', 'SENDING')
         FOR UPDATE SKIP LOCKED
       )
       UPDATE alert_deliveries d
       SET status = 'SENDING', attempts = d.attempts + 1, lease_until = now() + $3 * interval '1 millisecond'
       FROM taken WHERE d.id = taken.id
       RETURNING d.id, d.channel_id AS "channelId", d.channel_name AS "channelName", d.group_id AS "groupId", d.event,
         d.alert_ids AS "alertIds", d.message, d.attempts, d.created_at AS "createdAt"`,
      [count, perChannel, leaseMs],
    );
  }

  /** @returns false if the claim is no longer this one: its lease ran out, and another replica has it */
  async end(tx: Transaction, { id, attempts }: ClaimedDelivery, end: DeliveryEnd): Promise<boolean> {
    const { affected } = await tx.manager.update(
      AlertDeliveryEntity,
      { id, attempts, status: 'SENDING' },
      {
        status: end.status,
        lastError: end.lastError,
        leaseUntil: null,
        ...(end.status === 'SENT' && { sentAt: await tx.now() }),
        ...(end.status === 'QUEUED' && { dueAt: end.dueAt }),
      },
    );
    return affected === 1;
  }

  /** Those of its alerts of which its channel was told that they fire. */
  async told(tx: Transaction, { id, groupId, channelId, alertIds }: ClaimedDelivery): Promise<Set<string>> {
    const rows = await told.rows(
      tx.manager,
      `SELECT DISTINCT of.id FROM alert_deliveries d CROSS JOIN unnest(d.alert_ids) AS of(id)
       WHERE d.group_id = $1 AND d.channel_id = $2 AND d.alert_ids && $3::uuid[] AND d.id < $4
         AND d.event IN ('firing', 'reminder') AND d.status = 'SENT' AND of.id = ANY($3::uuid[])`,
      [groupId, channelId, alertIds, id],
    );
    return new Set(rows.map((row) => row.id));
  }
}
