import { Injectable } from '@nestjs/common';
import type { BackupRunKind } from '@hyprbox/contracts';
import { uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { rawQuery } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { BackupTargetEntity } from './backup-target.entity.js';
import type { NextTimes } from './next-times.js';

/** The longest delay of a scheduled time; a target's own is always the same. */
export const spreadSeconds = 55;

const toPlan = rawQuery('targets.toPlan', { id: uuid });

/** What a good restore drill proved. */
export interface Proof {
  at: Date;
  restoreSeconds: number;
  restoredBytes: number;
}

const addressSql = `replace(p.definition ->> 'repository', '{nodeId}', t.node_id)`;
/** As `repositoryIdentity` makes it, of `backup_targets t` and `backup_policies p`. */
const identitySql = `(CASE WHEN ${addressSql} LIKE '/%' THEN t.node_id || ' ' ELSE '' END
  || CASE WHEN length(${addressSql}) > 1 THEN rtrim(${addressSql}, '/') ELSE ${addressSql} END)`;

/** The nodes under the policies: which they are, and what is known of the backups of each. */
@Injectable()
export class TargetsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Makes the targets what policies and tags say.
   *
   * @param policyId one policy, or null for all
   * @returns the policies whose targets have to be planned
   */
  async reconcile(tx: Transaction, policyId: string | null, now: Date): Promise<string[]> {
    const covers = (nodes: string): string => `p.deleted_at IS NULL AND ($1::uuid IS NULL OR p.id = $1)
      AND ${nodes}.decommissioned_at IS NULL`;
    await tx.manager.query(
      `INSERT INTO backup_targets AS t (policy_id, node_id, covered, covered_since, offset_seconds)
       SELECT c.policy_id, c.node_id, true, $2, abs(hashtext(c.policy_id::text || c.node_id) % ${spreadSeconds}) FROM (
         SELECT p.id AS policy_id, n.id AS node_id FROM backup_policies p JOIN nodes n ON n.id = p.node_id
         WHERE ${covers('n')}
         UNION ALL
         SELECT p.id, n.id FROM backup_policies p JOIN nodes n ON n.tags @> ARRAY[p.tag]
         WHERE ${covers('n')} AND p.tag IS NOT NULL) c
       WHERE NOT EXISTS (SELECT 1 FROM backup_targets b
         WHERE b.policy_id = c.policy_id AND b.node_id = c.node_id AND b.covered)
       ORDER BY c.policy_id, c.node_id
       ON CONFLICT (policy_id, node_id) DO UPDATE SET covered = true, covered_since = excluded.covered_since,
         planned_for = NULL WHERE NOT t.covered`,
      [policyId, now],
    );
    await tx.manager.query(
      `UPDATE backup_targets t SET covered = false, next_backup_at = NULL, next_check_at = NULL, next_drill_at = NULL,
         planned_for = NULL
       WHERE t.covered AND ($1::uuid IS NULL OR t.policy_id = $1) AND NOT EXISTS (
         SELECT 1 FROM backup_policies p JOIN nodes n ON n.id = t.node_id
         WHERE p.id = t.policy_id AND p.deleted_at IS NULL AND n.decommissioned_at IS NULL
           AND (p.node_id = n.id OR n.tags @> ARRAY[p.tag]))`,
      [policyId],
    );
    const rows = await toPlan.rows(
      tx.manager,
      `SELECT DISTINCT p.id FROM backup_targets t JOIN backup_policies p ON p.id = t.policy_id
       WHERE t.covered AND t.planned_for IS DISTINCT FROM p.updated_at AND ($1::uuid IS NULL OR p.id = $1)
       ORDER BY 1`,
      [policyId],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Gives the targets of a policy that have no times for its present form their next times. A time that has come, but
   * was not taken yet, stays: a change of the policy must not lose it.
   */
  async plan(tx: Transaction, policyId: string, form: Date, next: NextTimes, now: Date): Promise<void> {
    const planned = (column: string, parameter: number): string => `${column} = CASE
      WHEN $${parameter}::timestamptz IS NOT NULL AND ${column} <= $6 THEN ${column} ELSE $${parameter} END`;
    await tx.manager.query(
      `UPDATE backup_targets SET planned_for = $2, ${planned('next_backup_at', 3)}, ${planned('next_check_at', 4)},
         ${planned('next_drill_at', 5)}
       WHERE policy_id = $1 AND covered AND planned_for IS DISTINCT FROM $2`,
      [policyId, form, next.nextBackupAt, next.nextCheckAt, next.nextDrillAt, now],
    );
  }

  async coveredNodes(policyId: string, count: number): Promise<string[]> {
    const targets = await this.dataSource.manager.find(BackupTargetEntity, {
      select: { policyId: true, nodeId: true },
      where: { policyId, covered: true },
      order: { nodeId: 'ASC' },
      take: count,
    });
    return targets.map(({ nodeId }) => nodeId);
  }

  async isCovered(policyId: string, nodeId: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(BackupTargetEntity, { policyId, nodeId, covered: true });
  }

  /** How the last run of a kind ended. */
  async noteEnd(
    tx: Transaction,
    policyId: string,
    nodeId: string,
    kind: BackupRunKind,
    failed: boolean,
  ): Promise<void> {
    await tx.manager.query(
      `UPDATE backup_targets SET failed_kinds = CASE WHEN $4::boolean THEN array_append(array_remove(failed_kinds, $3), $3)
         ELSE array_remove(failed_kinds, $3) END WHERE policy_id = $1 AND node_id = $2`,
      [policyId, nodeId, kind, failed],
    );
  }

  async noteGoodBackup(tx: Transaction, policyId: string, nodeId: string, at: Date, snapshotId: string): Promise<void> {
    await tx.manager.query(
      `UPDATE backup_targets SET last_good_backup_at = $3, last_snapshot_id = $4
       WHERE policy_id = $1 AND node_id = $2 AND (last_good_backup_at IS NULL OR last_good_backup_at < $3)`,
      [policyId, nodeId, at, snapshotId],
    );
  }

  async noteProof(tx: Transaction, policyId: string, nodeId: string, proof: Proof): Promise<void> {
    await tx.manager.query(
      `UPDATE backup_targets SET last_proven_restore_at = $3, restore_seconds = $4, restored_bytes = $5
       WHERE policy_id = $1 AND node_id = $2 AND (last_proven_restore_at IS NULL OR last_proven_restore_at < $3)`,
      [policyId, nodeId, proof.at, proof.restoreSeconds, proof.restoredBytes],
    );
  }

  async noteRepositorySize(tx: Transaction, policyId: string, nodeId: string, bytes: number): Promise<void> {
    await tx.manager.update(BackupTargetEntity, { policyId, nodeId }, { repositoryBytes: bytes.toString() });
  }

  /** Of all targets whose backups went to this repository: it holds none of them any more. */
  async forgetBackups(tx: Transaction, identity: string): Promise<void> {
    await tx.manager.query(
      `WITH shared AS (
         UPDATE backup_targets t SET last_good_backup_at = NULL, last_snapshot_id = NULL, last_proven_restore_at = NULL,
           restore_seconds = NULL, restored_bytes = NULL, repository_bytes = NULL, snapshots_as_of = NULL,
           snapshots_left_out = 0
         FROM backup_policies p WHERE p.id = t.policy_id AND ${identitySql} = $1
         RETURNING t.policy_id, t.node_id)
       DELETE FROM backup_snapshots s USING shared WHERE s.policy_id = shared.policy_id AND s.node_id = shared.node_id`,
      [identity],
    );
  }
}
