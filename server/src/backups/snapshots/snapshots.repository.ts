import { Injectable } from '@nestjs/common';
import type { BackupSnapshot } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';

interface SnapshotRow {
  id: string;
  nodeId: string;
  at: Date;
  paths: string[];
  tags: string[];
  sizeBytes: string | null;
  files: string | null;
}

/** The snapshots of each target, as its node listed them last. */
@Injectable()
export class SnapshotsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param asOf when the list arrived; one that is older than what is there is not taken */
  async replace(
    tx: Transaction,
    policyId: string,
    nodeId: string,
    snapshots: readonly BackupSnapshot[],
    asOf: Date,
  ): Promise<void> {
    const [taken]: [unknown[], number] = await tx.manager.query(
      `UPDATE backup_targets SET snapshots_as_of = $3
       WHERE policy_id = $1 AND node_id = $2 AND (snapshots_as_of IS NULL OR snapshots_as_of <= $3) RETURNING 1`,
      [policyId, nodeId, asOf],
    );
    if (taken.length === 0) return;
    await tx.manager.query('DELETE FROM backup_snapshots WHERE policy_id = $1 AND node_id = $2', [policyId, nodeId]);
    await tx.manager.query(
      `INSERT INTO backup_snapshots (policy_id, node_id, id, at, paths, tags, size_bytes, files)
       SELECT $1, $2, s.id, s.at, s.paths, s.tags, s."sizeBytes", s.files
       FROM jsonb_to_recordset($3::jsonb)
         AS s(id text, at timestamptz, paths text[], tags text[], "sizeBytes" bigint, files bigint)
       ON CONFLICT DO NOTHING`,
      [policyId, nodeId, JSON.stringify(snapshots)],
    );
  }

  /** Newest first; of one node, or of all that the policy covers or covered. */
  async list(policyId: string, nodeId: string | null, count: number): Promise<BackupSnapshot[]> {
    const rows: SnapshotRow[] = await this.dataSource.query(
      `SELECT id, node_id AS "nodeId", at, paths, tags, size_bytes AS "sizeBytes", files FROM backup_snapshots
       WHERE policy_id = $1 AND ($2::text IS NULL OR node_id = $2) ORDER BY at DESC, id LIMIT $3`,
      [policyId, nodeId, count],
    );
    return rows.map(({ at, sizeBytes, files, ...row }) => ({
      ...row,
      at: at.toISOString(),
      sizeBytes: sizeBytes === null ? null : Number(sizeBytes),
      files: files === null ? null : Number(files),
    }));
  }

  /** When the node listed them last; of several nodes, the one whose list is oldest. */
  async asOf(policyId: string, nodeId: string | null): Promise<Date | null> {
    const [row]: { at: Date | null }[] = await this.dataSource.query(
      `SELECT min(snapshots_as_of) AS at FROM backup_targets
       WHERE policy_id = $1 AND ($2::text IS NULL OR node_id = $2)`,
      [policyId, nodeId],
    );
    return row?.at ?? null;
  }
}
