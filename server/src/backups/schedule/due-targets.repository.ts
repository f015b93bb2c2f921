import { Injectable } from '@nestjs/common';
import { flag, nullable, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { silenceSql } from '../../nodes/node-status.sql.js';
import { PoliciesRepository, type PolicyRow } from '../policies/policies.repository.js';
import { BackupTargetEntity } from '../targets/backup-target.entity.js';
import type { NextTimes } from '../targets/next-times.js';

const lockDue = rawQuery('dueTargets.lockDue', {
  policyId: uuid,
  nodeId: text,
  offsetSeconds: integer,
  nextBackupAt: nullable(timestamp),
  nextCheckAt: nullable(timestamp),
  nextDrillAt: nullable(timestamp),
  isOffline: flag,
  hasBackup: flag,
});
const nextDueAt = rawQuery('dueTargets.nextDueAt', { at: nullable(timestamp) });
const missed = rawQuery('dueTargets.missed', { id: uuid });

export type DueTarget = RowOf<typeof lockDue>;

const earliest = 'least(t.next_backup_at, t.next_check_at, t.next_drill_at)';
const delayed = `${earliest} + t.offset_seconds * interval '1 second'`;
/** Of `nodes n`, with the time as `$1`. */
const isOffline = `(n.last_seen_at IS NULL OR n.last_seen_at <= $1::timestamptz - ${silenceSql} * interval '1 second')`;

/** What is due, and when something will be. */
@Injectable()
export class DueTargetsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly policies: PoliciesRepository,
  ) {}

  /** Locks targets that are due, and their nodes; those that another scheduler has in hand are passed over. */
  async lockDue(tx: Transaction, now: Date, count: number): Promise<DueTarget[]> {
    return lockDue.rows(
      tx.manager,
      `SELECT t.policy_id AS "policyId", t.node_id AS "nodeId", t.offset_seconds AS "offsetSeconds",
         t.next_backup_at AS "nextBackupAt", t.next_check_at AS "nextCheckAt", t.next_drill_at AS "nextDrillAt",
         ${isOffline} AS "isOffline", t.last_good_backup_at IS NOT NULL AS "hasBackup"
       FROM backup_targets t JOIN backup_policies p ON p.id = t.policy_id JOIN nodes n ON n.id = t.node_id
       WHERE t.covered AND ${earliest} <= $1 AND ${delayed} <= $1 AND p.enabled AND n.decommissioned_at IS NULL
       ORDER BY ${earliest}, t.policy_id, t.node_id LIMIT $2
       FOR KEY SHARE OF n SKIP LOCKED FOR UPDATE OF t SKIP LOCKED`,
      [now, count],
    );
  }

  async policiesOf(tx: Transaction, targets: readonly DueTarget[]): Promise<Map<string, PolicyRow>> {
    const rows = await this.policies.findMany(tx, [...new Set(targets.map(({ policyId }) => policyId))]);
    return new Map(rows.map((policy) => [policy.id, policy]));
  }

  async setNext(tx: Transaction, { policyId, nodeId }: DueTarget, next: NextTimes): Promise<void> {
    const { nextBackupAt, nextCheckAt, nextDrillAt } = next;
    await tx.manager.update(BackupTargetEntity, { policyId, nodeId }, { nextBackupAt, nextCheckAt, nextDrillAt });
  }

  async nextDueAt(): Promise<Date | null> {
    const [row] = await nextDueAt.rows(
      this.dataSource,
      `SELECT min(${delayed}) AS at FROM (
         SELECT * FROM backup_targets t WHERE t.covered AND ${earliest} IS NOT NULL ORDER BY ${earliest} LIMIT 100) t`,
    );
    return row?.at ?? null;
  }

  /** Scheduled runs of policies that skip what is missed, which wait for a node that is away. */
  async missed(now: Date, since: Date, count: number): Promise<string[]> {
    const rows = await missed.rows(
      this.dataSource,
      `SELECT r.id FROM executions e JOIN backup_runs r ON r.id = e.id JOIN backup_policies p ON p.id = r.policy_id
         JOIN nodes n ON n.id = r.node_id
       WHERE e.status = 'QUEUED' AND e.kind = 'VAULT' AND r.trigger = 'SCHEDULE' AND r.created_at < $2
         AND p.definition ->> 'catchUp' = 'SKIP' AND ${isOffline} ORDER BY r.id LIMIT $3`,
      [now, since, count],
    );
    return rows.map(({ id }) => id);
  }
}
