import { Injectable } from '@nestjs/common';
import type { BackupSnapshot } from '@hyprbox/contracts';
import { nullable, number } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { affectedRows, rawQuery, timestamp } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { BackupSnapshotEntity } from './backup-snapshot.entity.js';

/** What a node says of its snapshots: those that it listed, and how many older ones there are. */
export interface SnapshotList {
  snapshots: readonly BackupSnapshot[];
  leftOut: number;
}

const extent = rawQuery('snapshots.extent', { known: number, asOf: nullable(timestamp) });

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
    const taken = await affectedRows(
      tx.manager,
      `UPDATE backup_targets SET snapshots_as_of = $3, snapshots_left_out = $4
       WHERE policy_id = $1 AND node_id = $2 AND (snapshots_as_of IS NULL OR snapshots_as_of <= $3)`,
      [policyId, nodeId, asOf, Math.min(leftOut, integerMax)],
    );
    if (taken === 0) return;
    await tx.manager.query(
      'DELETE FROM backup_snapshots WHERE policy_id = $1 AND node_id = $2 AND NOT (id = ANY($3))',
      [policyId, nodeId, snapshots.map(({ id }) => id)],
    );
    // Before restic 0.17 a snapshot does not carry its size: only the backup that made it tells it, in the list that
    // follows it. A snapshot never changes, so what was known once stays true.
    await tx.manager.query(
      `INSERT INTO backup_snapshots (policy_id, node_id, id, at, paths, tags, size_bytes, files)
       SELECT DISTINCT ON (s.id) $1::uuid, $2, s.id, s.at, s.paths, s.tags, s."sizeBytes", s.files
       FROM jsonb_to_recordset($3::jsonb)
         AS s(id text, at timestamptz, paths text[], tags text[], "sizeBytes" bigint, files bigint)
       ON CONFLICT ON CONSTRAINT backup_snapshots_pkey DO UPDATE SET
         at = excluded.at, paths = excluded.paths, tags = excluded.tags,
         size_bytes = coalesce(excluded.size_bytes, backup_snapshots.size_bytes),
         files = coalesce(excluded.files, backup_snapshots.files)`,
      [policyId, nodeId, JSON.stringify(snapshots)],
    );
  }

  /** Newest first; of one node, or of all that the policy covers or covered. */
  async list(policyId: string, nodeId: string | null, count: number): Promise<BackupSnapshot[]> {
    const rows = await this.dataSource.manager.find(BackupSnapshotEntity, {
      where: { policyId, ...(nodeId !== null && { nodeId }) },
      order: { at: 'DESC', id: 'ASC' },
      take: count,
    });
    return rows.map(toSnapshot);
  }

  /** How many there are in all, listed or not, and when the node listed them; of several nodes, the oldest list's time. */
  async extent(policyId: string, nodeId: string | null): Promise<{ known: number; asOf: Date | null }> {
    const [row] = await extent.rows(
      this.dataSource,
      `SELECT min(snapshots_as_of) AS "asOf", (coalesce(sum(snapshots_left_out), 0) +
         (SELECT count(*) FROM backup_snapshots s
          WHERE s.policy_id = $1 AND ($2::text IS NULL OR s.node_id = $2)))::float8 AS known
       FROM backup_targets WHERE policy_id = $1 AND ($2::text IS NULL OR node_id = $2)`,
      [policyId, nodeId],
    );
    return row ?? { known: 0, asOf: null };
  }
}

function toSnapshot({ id, nodeId, at, paths, tags, sizeBytes, files }: BackupSnapshotEntity): BackupSnapshot {
  return {
    id,
    nodeId,
    at: at.toISOString(),
    paths,
    tags,
    sizeBytes: sizeBytes === null ? null : Number(sizeBytes),
    files: files === null ? null : Number(files),
  };
}
