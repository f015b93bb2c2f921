import { Injectable } from '@nestjs/common';
import { flag, nullable, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, json, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import { toRow, type PolicyRow, type StoredPolicy } from '../policies/policies.repository.js';
import { protectionRankSql } from '../targets/protection.sql.js';

/** With the worst protection of its nodes; the rank is that of `backupProtections`, from 1, null without nodes. */
export interface PolicyWithProtection extends PolicyRow {
  nodes: number;
  protectionRank: number | null;
}

const policyColumns = {
  id: uuid,
  name: text,
  nodeId: nullable(text),
  tag: nullable(text),
  enabled: flag,
  definition: json<StoredPolicy['definition']>(),
  createdAt: timestamp,
  updatedAt: timestamp,
  nodes: integer,
  protectionRank: nullable(integer),
};
const find = rawQuery('protectedPolicies.find', policyColumns);
const page = rawQuery('protectedPolicies.page', policyColumns);

const withProtectionSql = `p.id, p.name, p.node_id AS "nodeId", p.tag, p.enabled, p.definition,
  p.created_at AS "createdAt", p.updated_at AS "updatedAt", s.nodes, s.rank AS "protectionRank"
  FROM backup_policies p CROSS JOIN LATERAL (
    SELECT count(*)::integer AS nodes, min(${protectionRankSql}) AS rank
    FROM backup_targets t WHERE t.policy_id = p.id AND t.covered) s`;

/** Policies as people read them: each with the protection of the nodes that it covers. */
@Injectable()
export class ProtectedPoliciesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string, now: Date): Promise<PolicyWithProtection | null> {
    const [row] = await find.rows(
      this.dataSource,
      `SELECT ${withProtectionSql} WHERE p.id = $2 AND p.deleted_at IS NULL`,
      [now, id],
    );
    return row ? toPolicyWithProtection(row) : null;
  }

  /** By name. */
  async page(after: { name: string; id: string } | null, count: number, now: Date): Promise<PolicyWithProtection[]> {
    const rows = await page.rows(
      this.dataSource,
      `SELECT ${withProtectionSql} WHERE p.deleted_at IS NULL
         AND ($2::text IS NULL OR (p.name COLLATE "C", p.id) > ($2, $3::uuid))
       ORDER BY p.name COLLATE "C", p.id LIMIT $4`,
      [now, after?.name ?? null, after?.id ?? null, count],
    );
    return rows.map(toPolicyWithProtection);
  }
}

function toPolicyWithProtection({ nodes, protectionRank, ...policy }: RowOf<typeof find>): PolicyWithProtection {
  return { ...toRow(policy), nodes, protectionRank };
}
