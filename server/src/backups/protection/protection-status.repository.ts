import { Injectable } from '@nestjs/common';
import {
  backupFaults,
  backupProtections,
  backupRunKinds,
  executionReasons,
  executionStatuses,
  type BackupAges,
  type BackupProtection,
} from '@hyprbox/contracts';
import { count, flag, nullable, number, oneOf, text, Type, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { bigint, integer, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import { backupOverdueSql, proofOverdueSql, protectionRankSql, protectionSql } from '../targets/protection.sql.js';

const page = rawQuery('protectionStatus.page', {
  policyId: uuid,
  policyName: text,
  nodeId: text,
  policyRepository: text,
  protection: oneOf(backupProtections),
  rank: integer,
  backupOverdue: flag,
  proofOverdue: flag,
  lastGoodBackupAt: nullable(timestamp),
  lastSnapshotId: nullable(text),
  lastProvenRestoreAt: nullable(timestamp),
  restoreSeconds: nullable(number),
  restoredBytes: nullable(bigint),
  repositoryBytes: nullable(bigint),
  nextBackupAt: nullable(timestamp),
  nextDrillAt: nullable(timestamp),
  nextCheckAt: nullable(timestamp),
  /** By which the run is found, of which the rest tells if it is still there. */
  last_run_id: nullable(uuid),
  runId: nullable(uuid),
  runKind: nullable(oneOf(backupRunKinds)),
  runStatus: nullable(oneOf(executionStatuses)),
  runReason: nullable(oneOf(executionReasons)),
  runFault: nullable(oneOf(backupFaults)),
});
const countByProtection = rawQuery('protectionStatus.countByProtection', {
  protection: oneOf(backupProtections),
  count: integer,
  /** Of those of which there is one. */
  oldestBackupAt: nullable(timestamp),
});
const agesOfOneKind = Type.Object({ fresh: count, overdue: count, never: count });
const ages = rawQuery('protectionStatus.ages', {
  backups: agesOfOneKind,
  proofs: agesOfOneKind,
  medianRestoreSeconds: nullable(number),
});
const countPolicies = rawQuery('protectionStatus.countPolicies', { count: integer });
const countRuns = rawQuery('protectionStatus.countRuns', { running: integer, failed24h: integer });
const countEnds24h = rawQuery('protectionStatus.countEnds24h', {
  kind: oneOf(backupRunKinds),
  status: oneOf(executionStatuses),
  count: integer,
});
const unprotected = rawQuery('protectionStatus.unprotected', { id: text });
const countUnprotected = rawQuery('protectionStatus.countUnprotected', { count: integer });

/** One node under one policy, with its protection status now. */
export type ProtectionRow = RowOf<typeof page>;
export type ProtectionCount = RowOf<typeof countByProtection>;
export type ProtectionAges = RowOf<typeof ages>;

export interface ProtectionFilter {
  policyId?: string;
  nodeId?: string;
  protection?: BackupProtection;
}

/** A place in the list, which has the worst first. */
export interface ProtectionPlace {
  rank: number;
  nodeId: string;
  policyId: string;
}

const noTargets: BackupAges = { fresh: 0, overdue: 0, never: 0 };
const covered = 'FROM backup_targets t JOIN backup_policies p ON p.id = t.policy_id WHERE t.covered';
/** A run ends within a week, so those that ended today are not older than this. */
const longestRunMs = 8 * 24 * 60 * 60_000;

/** The protection status of the fleet: what is protected, and what is not. */
@Injectable()
export class ProtectionStatusRepository {
  constructor(private readonly dataSource: DataSource) {}

  async page(
    filter: ProtectionFilter,
    after: ProtectionPlace | null,
    count: number,
    now: Date,
  ): Promise<ProtectionRow[]> {
    const parameters: unknown[] = [now];
    const bind = (value: unknown): string => `$${parameters.push(value)}`;
    const where: string[] = [];
    if (filter.policyId) where.push(`t.policy_id = ${bind(filter.policyId)}`);
    if (filter.nodeId) where.push(`t.node_id = ${bind(filter.nodeId)}`);
    if (filter.protection) where.push(`${protectionSql} = ${bind(filter.protection)}`);
    if (after) {
      const place = `(${bind(after.rank)}::integer, ${bind(after.nodeId)}, ${bind(after.policyId)}::uuid)`;
      where.push(`(${protectionRankSql}, t.node_id COLLATE "C", t.policy_id) > ${place}`);
    }
    const narrowed = [covered, ...where].join(' AND ');
    return page.rows(
      this.dataSource,
      `SELECT s.*, r.id AS "runId", r.kind AS "runKind", r.fault AS "runFault", e.status AS "runStatus",
         e.reason AS "runReason"
       FROM (SELECT t.policy_id AS "policyId", p.name AS "policyName", t.node_id AS "nodeId",
           p.definition ->> 'repository' AS "policyRepository", ${protectionSql} AS protection,
           ${protectionRankSql} AS rank, ${backupOverdueSql} AS "backupOverdue", ${proofOverdueSql} AS "proofOverdue",
           t.last_good_backup_at AS "lastGoodBackupAt", t.last_snapshot_id AS "lastSnapshotId",
           t.last_proven_restore_at AS "lastProvenRestoreAt", t.restore_seconds AS "restoreSeconds",
           t.restored_bytes AS "restoredBytes", t.repository_bytes AS "repositoryBytes",
           t.next_backup_at AS "nextBackupAt", t.next_drill_at AS "nextDrillAt", t.next_check_at AS "nextCheckAt",
           t.last_run_id
         ${narrowed} ORDER BY ${protectionRankSql}, t.node_id COLLATE "C", t.policy_id LIMIT ${bind(count)}) s
       LEFT JOIN backup_runs r ON r.id = s.last_run_id LEFT JOIN executions e ON e.id = r.id
       ORDER BY s.rank, s."nodeId" COLLATE "C", s."policyId"`,
      parameters,
    );
  }

  async countByProtection(now: Date): Promise<ProtectionCount[]> {
    return countByProtection.rows(
      this.dataSource,
      `SELECT ${protectionSql} AS protection, count(*)::integer AS count,
         min(t.last_good_backup_at) FILTER (WHERE p.enabled) AS "oldestBackupAt" ${covered} GROUP BY 1`,
      [now],
    );
  }

  /** Of all targets that are not paused. */
  async ages(now: Date): Promise<ProtectionAges> {
    const last = (column: string, overdue: string): string => `json_build_object(
      'fresh', count(*) FILTER (WHERE ${column} IS NOT NULL AND NOT ${overdue}),
      'overdue', count(*) FILTER (WHERE ${column} IS NOT NULL AND ${overdue}),
      'never', count(*) FILTER (WHERE ${column} IS NULL))`;
    const [row] = await ages.rows(
      this.dataSource,
      `SELECT ${last('t.last_good_backup_at', backupOverdueSql)} AS backups,
         ${last('t.last_proven_restore_at', proofOverdueSql)} AS proofs,
         percentile_disc(0.5) WITHIN GROUP (ORDER BY t.restore_seconds) AS "medianRestoreSeconds"
       ${covered} AND p.enabled`,
      [now],
    );
    return row ?? { backups: noTargets, proofs: noTargets, medianRestoreSeconds: null };
  }

  async countPolicies(): Promise<number> {
    const [row] = await countPolicies.rows(
      this.dataSource,
      'SELECT count(*)::integer AS count FROM backup_policies WHERE deleted_at IS NULL',
    );
    return row?.count ?? 0;
  }

  async countRuns(now: Date): Promise<{ running: number; failed24h: number }> {
    const [row] = await countRuns.rows(
      this.dataSource,
      `SELECT (SELECT count(*)::integer FROM executions e JOIN backup_runs r ON r.id = e.id
          WHERE e.status = 'RUNNING') AS running,
         (SELECT count(*)::integer FROM backup_runs r JOIN executions e ON e.id = r.id
          WHERE r.id > $2::uuid AND e.status = 'FAILED' AND e.finished_at > $1::timestamptz - interval '24 hours')
          AS "failed24h"`,
      [now, idAt(new Date(now.getTime() - longestRunMs))],
    );
    return row ?? { running: 0, failed24h: 0 };
  }

  async countEnds24h(now: Date): Promise<RowOf<typeof countEnds24h>[]> {
    return countEnds24h.rows(
      this.dataSource,
      `SELECT r.kind, e.status, count(*)::integer AS count FROM backup_runs r JOIN executions e ON e.id = r.id
       WHERE r.id > $2::uuid AND e.finished_at > $1::timestamptz - interval '24 hours' GROUP BY 1, 2`,
      [now, idAt(new Date(now.getTime() - longestRunMs))],
    );
  }

  /** Nodes that no enabled policy covers, by their ids. */
  async unprotected(after: string | null, count: number): Promise<string[]> {
    const rows = await unprotected.rows(
      this.dataSource,
      `SELECT n.id FROM nodes n WHERE ${isUnprotected} AND ($1::text IS NULL OR n.id COLLATE "C" > $1)
       ORDER BY n.id COLLATE "C" LIMIT $2`,
      [after, count],
    );
    return rows.map(({ id }) => id);
  }

  async countUnprotected(): Promise<number> {
    const [row] = await countUnprotected.rows(
      this.dataSource,
      `SELECT count(*)::integer AS count FROM nodes n WHERE ${isUnprotected}`,
    );
    return row?.count ?? 0;
  }
}

const isUnprotected = `n.decommissioned_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM backup_targets t JOIN backup_policies p ON p.id = t.policy_id
  WHERE t.node_id = n.id AND t.covered AND p.enabled)`;

/** The least id that is made at a time: a UUIDv7 begins with it, in ms (RFC 9562, section 5.7). */
function idAt(time: Date): string {
  const ms = time.getTime().toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`;
}
