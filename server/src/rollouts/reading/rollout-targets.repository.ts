import { Injectable } from '@nestjs/common';
import { targetReasons, targetStates, type TargetState } from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';

const targetColumns = {
  nodeId: text,
  hostname: text,
  wave: integer,
  state: oneOf(targetStates),
  jobId: nullable(uuid),
  checkJobId: nullable(uuid),
  reason: nullable(oneOf(targetReasons)),
  exitCode: nullable(integer),
  waitUntil: nullable(timestamp),
  startedAt: nullable(timestamp),
  finishedAt: nullable(timestamp),
  rank: integer,
};
const page = rawQuery('rolloutTargets.page', targetColumns);
const byId = rawQuery('rolloutTargets.byId', targetColumns);
const all = rawQuery('rolloutTargets.all', targetColumns);
const states = rawQuery('rolloutTargets.states', { nodeId: text, wave: integer, state: oneOf(targetStates) });

export type TargetRow = RowOf<typeof page>;

export interface TargetFilter {
  state?: TargetState[];
  wave?: number;
}

/** Where a host stands in the list. */
export type TargetPlace = Pick<TargetRow, 'rank' | 'wave' | 'nodeId'>;

/** Those that went wrong first. */
const rankSql = `CASE WHEN t.state IN ('FAILED', 'LOST') THEN 0 ELSE 1 END`;
const targetsSql = `SELECT t.node_id AS "nodeId", n.hostname, t.wave, t.state, t.job_id AS "jobId",
    t.check_job_id AS "checkJobId", t.reason, t.exit_code AS "exitCode", t.wait_until AS "waitUntil",
    t.started_at AS "startedAt", t.finished_at AS "finishedAt", ${rankSql} AS rank
  FROM rollout_targets t JOIN nodes n ON n.id = t.node_id`;

@Injectable()
export class RolloutTargetsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those that went wrong first, then by wave and id. */
  async page(rolloutId: string, filter: TargetFilter, after: TargetPlace | null, count: number): Promise<TargetRow[]> {
    const parameters: unknown[] = [rolloutId];
    const bind = (value: unknown): string => `$${parameters.push(value)}`;
    const conditions = ['t.rollout_id = $1'];
    if (filter.state) conditions.push(`t.state = ANY(${bind(filter.state)}::text[])`);
    if (filter.wave !== undefined) conditions.push(`t.wave = ${bind(filter.wave)}`);
    if (after) {
      const place = [`${bind(after.rank)}::integer`, `${bind(after.wave)}::integer`, `${bind(after.nodeId)}::text`];
      conditions.push(`(${rankSql}, t.wave, t.node_id COLLATE "C") > (${place.join(', ')})`);
    }
    return page.rows(
      this.dataSource,
      `${targetsSql} WHERE ${conditions.join(' AND ')}
       ORDER BY rank, t.wave, t.node_id COLLATE "C" LIMIT ${bind(count)}`,
      parameters,
    );
  }

  /** By id alone, so that each host is on one page only, whatever becomes of it meanwhile. */
  async pageById(rolloutId: string, afterId: string, count: number): Promise<TargetRow[]> {
    return byId.rows(
      this.dataSource,
      `${targetsSql} WHERE t.rollout_id = $1 AND t.node_id COLLATE "C" > $2 ORDER BY t.node_id COLLATE "C" LIMIT $3`,
      [rolloutId, afterId, count],
    );
  }

  /** By wave and id: from the hosts' rows alone. */
  async states(rolloutId: string): Promise<RowOf<typeof states>[]> {
    return states.rows(
      this.dataSource,
      `SELECT node_id AS "nodeId", wave, state FROM rollout_targets WHERE rollout_id = $1
       ORDER BY wave, node_id COLLATE "C"`,
      [rolloutId],
    );
  }

  /** In the order of their ids. */
  async all(rolloutId: string): Promise<TargetRow[]> {
    return all.rows(this.dataSource, `${targetsSql} WHERE t.rollout_id = $1 ORDER BY t.node_id COLLATE "C"`, [
      rolloutId,
    ]);
  }
}
