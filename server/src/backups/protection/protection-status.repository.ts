import { Injectable } from '@nestjs/common';
import type {
  BackupAges,
  BackupProtection,
  BackupRunKind,
  BackupFault,
  ExecutionReason,
  ExecutionStatus,
} from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { backupOverdueSql, proofOverdueSql, protectionRankSql, protectionSql } from '../targets/protection.sql.js';

/** One node under one policy, with its protection status now. */
export interface ProtectionRow {
  policyId: string;
  policyName: string;
  nodeId: string;
  policyRepository: string;
  protection: BackupProtection;
  rank: number;
  backupOverdue: boolean;
  proofOverdue: boolean;
  lastGoodBackupAt: Date | null;
  lastSnapshotId: string | null;
  lastProvenRestoreAt: Date | null;
  restoreSeconds: number | null;
  restoredBytes: string | null;
  repositoryBytes: string | null;
  nextBackupAt: Date | null;
  nextDrillAt: Date | null;
  nextCheckAt: Date | null;
  runId: string | null;
  runKind: BackupRunKind | null;
  runStatus: ExecutionStatus | null;
  runReason: ExecutionReason | null;
  runFault: BackupFault | null;
}

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

export interface ProtectionCount {
  protection: BackupProtection;
  count: number;
  /** Of those of which there is one. */
  oldestBackupAt: Date | null;
}

export interface ProtectionAges {
  backups: BackupAges;
  proofs: BackupAges;
  medianRestoreSeconds: number | null;
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
    return this.dataSource.query(
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
    return this.dataSource.query(
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
    const [row]: ProtectionAges[] = await this.dataSource.query(
      `SELECT ${last('t.last_good_backup_at', backupOverdueSql)} AS backups,
         ${last('t.last_proven_restore_at', proofOverdueSql)} AS proofs,
         percentile_disc(0.5) WITHIN GROUP (ORDER BY t.restore_seconds) AS "medianRestoreSeconds"
       ${covered} AND p.enabled`,
      [now],
    );
    return row ?? { backups: noTargets, proofs: noTargets, medianRestoreSeconds: null };
  }

  async countPolicies(): Promise<number> {
    const [row]: { count: number }[] = await this.dataSource.query(
      'SELECT count(*)::integer AS count FROM backup_policies WHERE deleted_at IS NULL',
    );
    return row?.count ?? 0;
  }

  async countRuns(now: Date): Promise<{ running: number; failed24h: number }> {
    const [row]: { running: number; failed24h: number }[] = await this.dataSource.query(
      `SELECT (SELECT count(*)::integer FROM executions e JOIN backup_runs r ON r.id = e.id
          WHERE e.status = 'RUNNING') AS running,
         (SELECT count(*)::integer FROM backup_runs r JOIN executions e ON e.id = r.id
          WHERE r.id > $2::uuid AND e.status = 'FAILED' AND e.finished_at > $1::timestamptz - interval '24 hours')
          AS "failed24h"`,
      [now, idAt(new Date(now.getTime() - longestRunMs))],
    );
    return row ?? { running: 0, failed24h: 0 };
  }

  async countEnds24h(now: Date): Promise<{ kind: BackupRunKind; status: ExecutionStatus; count: number }[]> {
    return this.dataSource.query(
      `SELECT r.kind, e.status, count(*)::integer AS count FROM backup_runs r JOIN executions e ON e.id = r.id
       WHERE r.id > $2::uuid AND e.finished_at > $1::timestamptz - interval '24 hours' GROUP BY 1, 2`,
      [now, idAt(new Date(now.getTime() - longestRunMs))],
    );
  }

  /** Nodes that no enabled policy covers, by their ids. */
  async unprotected(after: string | null, count: number): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT n.id FROM nodes n WHERE ${isUnprotected} AND ($1::text IS NULL OR n.id COLLATE "C" > $1)
       ORDER BY n.id COLLATE "C" LIMIT $2`,
      [after, count],
    );
    return rows.map(({ id }) => id);
  }

  async countUnprotected(): Promise<number> {
    const [row]: { count: number }[] = await this.dataSource.query(
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
