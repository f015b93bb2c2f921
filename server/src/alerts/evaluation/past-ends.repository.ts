import { Injectable } from '@nestjs/common';
import type { AlertConditions, Selector } from '@hyprbox/contracts';
import { nullable, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import { selectorSql } from '../../selectors/selector.sql.js';

const columns = {
  nodeId: text,
  preset: nullable(text),
  policyId: nullable(uuid),
  from: timestamp,
  /** When something of the same target succeeded; null where nothing has yet. */
  to: nullable(timestamp),
};
const jobs = rawQuery('pastEnds.jobs', columns);
const backups = rawQuery('pastEnds.backups', columns);

/** From something that failed to the next success of the same. */
export type PastFailure = RowOf<typeof jobs>;

/** How executions ended in the last 7 days, for rules that are only tried. */
@Injectable()
export class PastEndsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest first. */
  async jobs(selector: Selector, { presets, outcomes }: AlertConditions['JOB'], count: number): Promise<PastFailure[]> {
    const parameters: unknown[] = [count, outcomes, presets ?? null];
    const ends = `SELECT j.node_id, j.preset, NULL::uuid AS policy_id, e.finished_at AS at, e.status
      FROM executions e JOIN jobs j ON j.id = e.id
      WHERE e.kind = 'JOB' AND NOT j.is_test AND ${ended} AND ($3::text[] IS NULL OR j.preset = ANY($3::text[]))`;
    return jobs.rows(this.dataSource, failuresSql(ends, selector, parameters), parameters);
  }

  /** The newest first. Of what else a rule may watch, that a backup is overdue or not proven, no past is kept. */
  async backups(selector: Selector, count: number): Promise<PastFailure[]> {
    const parameters: unknown[] = [count, ['FAILED']];
    const ends = `SELECT r.node_id, NULL AS preset, r.policy_id, e.finished_at AS at, e.status
      FROM executions e JOIN backup_runs r ON r.id = e.id JOIN backup_policies p ON p.id = r.policy_id
      WHERE r.kind = 'BACKUP' AND p.deleted_at IS NULL AND ${ended}`;
    return backups.rows(this.dataSource, failuresSql(ends, selector, parameters), parameters);
  }
}

const ended = `e.finished_at >= now() - interval '7 days' AND (e.status = 'SUCCEEDED' OR e.status = ANY($2::text[]))`;

/** What failed after a success, or first of all, and when something of the same target succeeded after it. */
function failuresSql(ends: string, selector: Selector, parameters: unknown[]): string {
  const selected = selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n');
  const target = 'PARTITION BY node_id, preset, policy_id';
  return `WITH ends AS (${ends}), seen AS (
      SELECT *, lag(status) OVER (${target} ORDER BY at) AS before,
        min(at) FILTER (WHERE status = 'SUCCEEDED')
          OVER (${target} ORDER BY at DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS succeeded_at
      FROM ends)
    SELECT s.node_id AS "nodeId", s.preset, s.policy_id AS "policyId", s.at AS "from", s.succeeded_at AS "to"
    FROM seen s JOIN nodes n ON n.id = s.node_id
    WHERE s.status <> 'SUCCEEDED' AND coalesce(s.before, 'SUCCEEDED') = 'SUCCEEDED'
      AND n.decommissioned_at IS NULL AND ${selected}
    ORDER BY s.at DESC LIMIT $1`;
}
