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

/** What a node says of its snapshots: those that it listed, and how many older ones there are. */
export interface SnapshotList {
  snapshots: readonly BackupSnapshot[];
  leftOut: number;
}

/** PostgreSQL's. */
const integerMax = 2 ** 31 - 1;

/** The snapshots of each target, as its node listed them last. */
@Injectable()
export class SnapshotsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param asOf when the list arrived; one that is older than what is there is not taken */
  async replace(
    tx: Transaction,
    policyId: string,
    nodeId: string,
    { snapshots, leftOut }: SnapshotList,
    asOf: Date,
  ): Promise<void> {
    const [taken]: [unknown[], number] = await tx.manager.query(
      `UPDATE backup_targets SET snapshots_as_of = $3, snapshots_left_out = $4
       WHERE policy_id = $1 AND node_id = $2 AND (snapshots_as_of IS NULL OR snapshots_as_of <= $3) RETURNING 1`,
      [policyId, nodeId, asOf, Math.min(leftOut, integerMax)],
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

  /** How many there are in all, listed or not, and when the node listed them; of several nodes, the oldest list's time. */
  async extent(policyId: string, nodeId: string | null): Promise<{ known: number; asOf: Date | null }> {
    const [row]: { known: number; asOf: Date | null }[] = await this.dataSource.query(
      `SELECT min(snapshots_as_of) AS "asOf", (coalesce(sum(snapshots_left_out), 0) +
         (SELECT count(*) FROM backup_snapshots s
          WHERE s.policy_id = $1 AND ($2::text IS NULL OR s.node_id = $2)))::float8 AS known
       FROM backup_targets WHERE policy_id = $1 AND ($2::text IS NULL OR node_id = $2)`,
      [policyId, nodeId],
    );
    return row ?? { known: 0, asOf: null };
  }
}
