import { Injectable } from '@nestjs/common';
import { rolloutReasons, rolloutStates, type RolloutState } from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import { countsSql, stateCountsSql, targetCounts } from './target-counts.sql.js';

const columns = {
  id: uuid,
  name: text,
  state: oneOf(rolloutStates),
  reason: nullable(oneOf(rolloutReasons)),
  detail: nullable(text),
  preset: nullable(text),
  presetVersion: nullable(integer),
  scriptSha256: text,
  targetsDigest: text,
  targets: integer,
  wave: integer,
  waveCount: integer,
  budget: text,
  budgetHosts: integer,
  createdBy: nullable(uuid),
  createdByName: nullable(text),
  createdAt: timestamp,
  startAt: nullable(timestamp),
  startedAt: nullable(timestamp),
  finishedAt: nullable(timestamp),
  retryOf: nullable(uuid),
  scheduleId: nullable(uuid),
  approvalId: nullable(uuid),
  ...targetCounts,
};
const find = rawQuery('rolloutSummaries.find', columns);
const page = rawQuery('rolloutSummaries.page', columns);

export type SummaryRow = RowOf<typeof find>;

export interface RolloutFilter {
  state?: RolloutState[];
  preset?: string;
  createdBy?: string;
  scheduleId?: string;
}

/** Rollouts with how many of their hosts are in which state; not their scripts. */
@Injectable()
export class RolloutSummariesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<SummaryRow | null> {
    const [row] = await find.rows(this.dataSource, summariesSql('SELECT $1::uuid AS id'), [id]);
    return row ?? null;
  }

  /** Newest first; ids are UUIDv7, so their order is that of their times. */
  async page(
    filter: RolloutFilter,
    adHocPreset: string,
    beforeId: string | null,
    count: number,
  ): Promise<SummaryRow[]> {
    const parameters: unknown[] = [];
    const bind = (value: unknown): string => `$${parameters.push(value)}`;
    const conditions = ['true'];
    if (beforeId !== null) conditions.push(`id < ${bind(beforeId)}`);
    if (filter.state) conditions.push(`state = ANY(${bind(filter.state)}::text[])`);
    if (filter.preset === adHocPreset) conditions.push('preset IS NULL');
    else if (filter.preset !== undefined) conditions.push(`preset = ${bind(filter.preset)}`);
    if (filter.createdBy !== undefined) conditions.push(`created_by = ${bind(filter.createdBy)}`);
    if (filter.scheduleId !== undefined) conditions.push(`schedule_id = ${bind(filter.scheduleId)}`);
    const ids = `SELECT id FROM rollouts WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT ${bind(count)}`;
    return page.rows(this.dataSource, summariesSql(ids), parameters);
  }
}

/**
 * Of those that are over, how their hosts ended is kept with them; those of the others are counted. `OFFSET 0` has that done
 * once for a rollout, and not again for each figure.
 *
 * @param ids a query of the ids of the rollouts
 */
function summariesSql(ids: string): string {
  return `SELECT r.id, r.name, r.state, r.reason, r.detail, r.preset, r.preset_version AS "presetVersion",
      r.script_sha256 AS "scriptSha256", r.targets_digest AS "targetsDigest", r.targets, r.wave,
      (SELECT count(*)::integer FROM rollout_waves w WHERE w.rollout_id = r.id) AS "waveCount",
      r.budget, r.budget_hosts AS "budgetHosts", r.created_by AS "createdBy", r.created_by_name AS "createdByName",
      r.created_at AS "createdAt", r.start_at AS "startAt", r.started_at AS "startedAt",
      r.finished_at AS "finishedAt", r.retry_of AS "retryOf", r.schedule_id AS "scheduleId",
      r.approval_id AS "approvalId", ${countsSql('c.counts')}
    FROM (${ids}) shown JOIN rollouts r USING (id)
    CROSS JOIN LATERAL (SELECT coalesce(r.final_counts, ${stateCountsSql('r.id')}) AS counts OFFSET 0) c
    ORDER BY r.id DESC`;
}
