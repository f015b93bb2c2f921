import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { nullable, text } from '@hyprbox/contracts/schemas';
import { integer, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { AlertEventEntity } from './alert-event.entity.js';
import { AlertEntity } from './alert.entity.js';
import type { AlertsQuery } from './alerts.dto.js';

/** Entries of a timeline that are shown: the newest ones. */
const eventsMax = 500;

const counts = rawQuery('alerts.counts', {
  firingWarning: integer,
  firingCritical: integer,
  pending: integer,
  acknowledged: integer,
  silenced: integer,
  inhibited: integer,
  evaluatedAt: nullable(timestamp),
});
const countsByRule = rawQuery('alerts.countsByRule', { ruleId: text, firing: integer });
export type AlertCounts = RowOf<typeof counts>;
export type RuleAlertCount = RowOf<typeof countsByRule>;

type AlertFilter = Omit<AlertsQuery, 'limit' | 'cursor'>;

@Injectable()
export class AlertsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async findPage(filter: AlertFilter, afterId: string | null, count: number): Promise<AlertEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(AlertEntity, 'alert').orderBy('alert.id', 'DESC');
    if (afterId !== null) query.where('alert.id < :afterId', { afterId });
    narrow(query, filter);
    return query.take(count).getMany();
  }

  async find(id: string): Promise<AlertEntity | null> {
    return this.dataSource.manager.findOneBy(AlertEntity, { id });
  }

  async findMany(ids: readonly string[]): Promise<AlertEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(AlertEntity, 'alert')
      .where('alert.id = ANY(:ids)', { ids });
    return query.getMany();
  }

  /** Oldest first. */
  async events(alertId: string): Promise<AlertEventEntity[]> {
    const newest = await this.dataSource.manager.find(AlertEventEntity, {
      where: { alertId },
      order: { id: 'DESC' },
      take: eventsMax,
    });
    return newest.toReversed();
  }

  async counts(): Promise<AlertCounts> {
    const [row] = await counts.rows(
      this.dataSource,
      `SELECT count(*) FILTER (WHERE told AND severity = 'WARNING')::integer AS "firingWarning",
         count(*) FILTER (WHERE told AND severity = 'CRITICAL')::integer AS "firingCritical",
         count(*) FILTER (WHERE state = 'PENDING')::integer AS pending,
         count(*) FILTER (WHERE fires AND acked)::integer AS acknowledged,
         count(*) FILTER (WHERE fires AND window_id IS NOT NULL)::integer AS silenced,
         count(*) FILTER (WHERE fires AND inhibited_by IS NOT NULL)::integer AS inhibited,
         (SELECT done_at FROM duties WHERE name = 'alerts') AS "evaluatedAt"
       FROM (SELECT *, fires AND NOT acked AND window_id IS NULL AND inhibited_by IS NULL AS told FROM (
         SELECT *, state IN ('FIRING', 'RECOVERING') AS fires, coalesce(acked_until > now(), false) AS acked
         FROM alerts WHERE state <> 'RESOLVED') a) b`,
    );
    if (!row) throw new Error('The database counted nothing.');
    return row;
  }

  /** The rules of which alerts fire, those of most first. */
  countsByRule(): Promise<RuleAlertCount[]> {
    return countsByRule.rows(
      this.dataSource,
      `SELECT rule_id AS "ruleId", count(*)::integer AS firing FROM alerts
       WHERE state <> 'RESOLVED' AND state <> 'PENDING' GROUP BY rule_id ORDER BY firing DESC, rule_id`,
    );
  }

  async lock(tx: Transaction, id: string): Promise<AlertEntity | null> {
    return tx.manager.findOne(AlertEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async update(
    tx: Transaction,
    id: string,
    changes: Partial<Pick<AlertEntity, 'ackedBy' | 'ackedByName' | 'ackedUntil' | 'note'>>,
  ): Promise<void> {
    await tx.manager.update(AlertEntity, { id }, changes);
  }
}

function narrow(query: SelectQueryBuilder<AlertEntity>, filter: AlertFilter): void {
  const { state, severity, nodeId, ruleId, acked, quiet, from, to } = filter;
  if (state) query.andWhere('alert.state IN (:...state)', { state });
  if (severity) query.andWhere('alert.severity = :severity', { severity });
  if (nodeId) query.andWhere('alert.nodeId = :nodeId', { nodeId });
  if (ruleId) query.andWhere('alert.ruleId = :ruleId', { ruleId });
  const isAcked = 'coalesce(alert.ackedUntil > now(), false)';
  if (acked) query.andWhere(acked === 'true' ? isAcked : `NOT ${isAcked}`);
  const isQuiet = '(alert.windowId IS NOT NULL OR alert.inhibitedBy IS NOT NULL)';
  if (quiet) query.andWhere(quiet === 'true' ? isQuiet : `NOT ${isQuiet}`);
  if (from) query.andWhere('(alert.resolvedAt IS NULL OR alert.resolvedAt >= :from)', { from });
  if (to) query.andWhere('alert.pendingSince < :to', { to });
}
