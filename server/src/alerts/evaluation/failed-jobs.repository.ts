import { Injectable } from '@nestjs/common';
import { executionStatuses, type AlertConditions, type Selector } from '@hyprbox/contracts';
import { flag, nullable, oneOf, text } from '@hyprbox/contracts/schemas';
import { rawQuery, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { selectorSql } from '../../selectors/selector.sql.js';
import type { WatchedTarget } from './observation.js';

const jobs = rawQuery('failedJobs.find', {
  nodeId: text,
  preset: text,
  decommissioned: flag,
  isSelected: flag,
  isPreset: flag,
  /** Null where there is none any more. */
  status: nullable(oneOf(executionStatuses)),
});

/** How the last job of a preset on a host ended, but for those that tried a draft. */
export type FoundJob = RowOf<typeof jobs>;

@Injectable()
export class FailedJobsRepository {
  /** Of the presets and hosts that had such an end since then, and of those that are watched: how the last one ended. */
  async find(
    tx: Transaction,
    selector: Selector,
    { presets, outcomes }: AlertConditions['JOB'],
    since: Date,
    watched: readonly WatchedTarget[],
  ): Promise<FoundJob[]> {
    const parameters: unknown[] = [
      since,
      outcomes,
      presets ?? null,
      watched.map(({ nodeId }) => nodeId),
      watched.map(({ preset }) => preset),
    ];
    const selected = selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n');
    const isPreset = '($3::text[] IS NULL OR p.preset = ANY($3::text[]))';
    return jobs.rows(
      tx.manager,
      `WITH pairs AS (
         SELECT j.node_id, j.preset FROM executions e JOIN jobs j ON j.id = e.id
         WHERE e.kind = 'JOB' AND NOT j.is_test AND e.finished_at >= $1 AND e.status = ANY($2::text[])
         UNION SELECT * FROM unnest($4::text[], $5::text[]))
       SELECT p.node_id AS "nodeId", p.preset, n.decommissioned_at IS NOT NULL AS decommissioned,
         ${selected} AS "isSelected", ${isPreset} AS "isPreset", last.status
       FROM pairs p JOIN nodes n ON n.id = p.node_id LEFT JOIN LATERAL (
         SELECT e.status FROM jobs j JOIN executions e ON e.id = j.id
         WHERE j.node_id = p.node_id AND j.preset = p.preset AND NOT j.is_test AND e.finished_at IS NOT NULL
           AND (e.status = 'SUCCEEDED' OR e.status = ANY($2::text[]))
         ORDER BY j.id DESC LIMIT 1) last ON true
       WHERE (p.node_id, p.preset) IN (SELECT * FROM unnest($4::text[], $5::text[]))
         OR (n.decommissioned_at IS NULL AND ${selected} AND ${isPreset})`,
      parameters,
    );
  }
}
