import { Injectable } from '@nestjs/common';
import { executionStatuses } from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { bigint, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';

const newest = rawQuery('recentBackups.newest', {
  policyId: uuid,
  nodeId: text,
  id: uuid,
  status: oneOf(executionStatuses),
  startedAt: nullable(timestamp),
  finishedAt: timestamp,
  bytesAdded: nullable(bigint),
});

/** A backup that has ended. */
export type EndedBackup = RowOf<typeof newest>;

@Injectable()
export class RecentBackupsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest of each target, oldest first. */
  async newest(targets: readonly { policyId: string; nodeId: string }[], count: number): Promise<EndedBackup[]> {
    return newest.rows(
      this.dataSource,
      `SELECT t.policy_id AS "policyId", t.node_id AS "nodeId", r.*
       FROM unnest($1::uuid[], $2::text[]) AS t (policy_id, node_id) CROSS JOIN LATERAL (
         SELECT r.id, e.status, e.started_at AS "startedAt", e.finished_at AS "finishedAt", r.bytes_added AS "bytesAdded"
         FROM backup_runs r JOIN executions e ON e.id = r.id
         WHERE r.policy_id = t.policy_id AND r.node_id = t.node_id AND r.kind = 'BACKUP' AND e.finished_at IS NOT NULL
         ORDER BY r.id DESC LIMIT $3) r
       ORDER BY r.id`,
      [targets.map(({ policyId }) => policyId), targets.map(({ nodeId }) => nodeId), count],
    );
  }
}
