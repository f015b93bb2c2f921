import { Injectable } from '@nestjs/common';
import type { BackupPolicyFields } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';
import { protectionRankSql } from '../targets/protection.sql.js';

export interface PolicyRow {
  id: string;
  fields: BackupPolicyFields;
  createdAt: Date;
  updatedAt: Date;
}

/** With how it stands over its nodes; the rank is that of `backupProtections`, from 1, null without nodes. */
export interface PolicyStanding extends PolicyRow {
  nodes: number;
  protectionRank: number | null;
}

export interface PolicyLimits {
  backupMaxAgeSeconds: number;
  proofMaxAgeSeconds: number | null;
}

type Definition = Omit<BackupPolicyFields, 'name' | 'nodeId' | 'tag' | 'enabled'>;

interface StoredPolicy extends Pick<BackupPolicyFields, 'name' | 'nodeId' | 'tag' | 'enabled'> {
  id: string;
  definition: Definition;
  createdAt: Date;
  updatedAt: Date;
}

const columns = `p.id, p.name, p.node_id AS "nodeId", p.tag, p.enabled, p.definition,
  p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;
const standing = `${columns}, s.nodes, s.rank AS "protectionRank"
  FROM backup_policies p CROSS JOIN LATERAL (
    SELECT count(*)::integer AS nodes, min(${protectionRankSql}) AS rank
    FROM backup_targets t WHERE t.policy_id = p.id AND t.covered) s`;

@Injectable()
export class PoliciesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, { id, fields, createdAt }: PolicyRow, limits: PolicyLimits): Promise<void> {
    const { name, nodeId, tag, enabled, ...definition } = fields;
    await tx.manager.query(
      `INSERT INTO backup_policies (id, name, node_id, tag, enabled, definition, backup_max_age_seconds,
         proof_max_age_seconds, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
      [
        id,
        name,
        nodeId,
        tag,
        enabled,
        JSON.stringify(definition),
        limits.backupMaxAgeSeconds,
        limits.proofMaxAgeSeconds,
        createdAt,
      ],
    );
  }

  async update(tx: Transaction, { id, fields, updatedAt }: PolicyRow, limits: PolicyLimits): Promise<void> {
    const { name, nodeId, tag, enabled, ...definition } = fields;
    await tx.manager.query(
      `UPDATE backup_policies SET name = $2, node_id = $3, tag = $4, enabled = $5, definition = $6,
         backup_max_age_seconds = $7, proof_max_age_seconds = $8, updated_at = $9 WHERE id = $1`,
      [
        id,
        name,
        nodeId,
        tag,
        enabled,
        JSON.stringify(definition),
        limits.backupMaxAgeSeconds,
        limits.proofMaxAgeSeconds,
        updatedAt,
      ],
    );
  }

  /** Locks the policy; rows that refer to it may still be written. */
  async lock(tx: Transaction, id: string): Promise<PolicyRow | null> {
    const [row]: StoredPolicy[] = await tx.manager.query(
      `SELECT ${columns} FROM backup_policies p WHERE p.id = $1 AND p.deleted_at IS NULL FOR NO KEY UPDATE`,
      [id],
    );
    return row ? toRow(row) : null;
  }

  /** The policy's runs stay, and with them what they proved. */
  async delete(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.manager.query('UPDATE backup_policies SET deleted_at = $2, enabled = false WHERE id = $1', [id, at]);
  }

  async find(id: string): Promise<PolicyRow | null> {
    const [row]: StoredPolicy[] = await this.dataSource.query(
      `SELECT ${columns} FROM backup_policies p WHERE p.id = $1 AND p.deleted_at IS NULL`,
      [id],
    );
    return row ? toRow(row) : null;
  }

  /** Those of the policies that are there, in no order. */
  async findMany(tx: Transaction, ids: readonly string[]): Promise<PolicyRow[]> {
    const rows: StoredPolicy[] = await tx.manager.query(
      `SELECT ${columns} FROM backup_policies p WHERE p.id = ANY($1) AND p.deleted_at IS NULL`,
      [ids],
    );
    return rows.map(toRow);
  }

  async standing(id: string, now: Date): Promise<PolicyStanding | null> {
    const [row]: (StoredPolicy & PolicyStanding)[] = await this.dataSource.query(
      `SELECT ${standing} WHERE p.id = $2 AND p.deleted_at IS NULL`,
      [now, id],
    );
    return row ? toStanding(row) : null;
  }

  /** By name. */
  async page(after: { name: string; id: string } | null, count: number, now: Date): Promise<PolicyStanding[]> {
    const rows: (StoredPolicy & PolicyStanding)[] = await this.dataSource.query(
      `SELECT ${standing} WHERE p.deleted_at IS NULL
         AND ($2::text IS NULL OR (p.name COLLATE "C", p.id) > ($2, $3::uuid))
       ORDER BY p.name COLLATE "C", p.id LIMIT $4`,
      [now, after?.name ?? null, after?.id ?? null, count],
    );
    return rows.map(toStanding);
  }
}

function toRow({ id, name, nodeId, tag, enabled, definition, createdAt, updatedAt }: StoredPolicy): PolicyRow {
  return { id, fields: { name, nodeId, tag, enabled, ...definition }, createdAt, updatedAt };
}

function toStanding(row: StoredPolicy & PolicyStanding): PolicyStanding {
  return { ...toRow(row), nodes: row.nodes, protectionRank: row.protectionRank };
}
