import { Injectable } from '@nestjs/common';
import { backupProtections, type AlertedProtection, type Selector } from '@hyprbox/contracts';
import { flag, nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { protectionSql } from '../../backups/targets/protection.sql.js';
import { rawQuery, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { selectorSql } from '../../selectors/selector.sql.js';
import type { WatchedTarget } from './observation.js';

const protections = rawQuery('alertedBackups.find', {
  policyId: uuid,
  nodeId: text,
  decommissioned: flag,
  isSelected: flag,
  /** Null where the policy does not cover it any more. */
  protection: nullable(oneOf(backupProtections)),
});

/** How well a host is protected by a policy. */
export type FoundProtection = RowOf<typeof protections>;

@Injectable()
export class BackupsRepository {
  /** What is protected no better than that, and what is watched. */
  async find(
    tx: Transaction,
    selector: Selector,
    alerted: readonly AlertedProtection[],
    now: Date,
    watched: readonly WatchedTarget[],
  ): Promise<FoundProtection[]> {
    const parameters: unknown[] = [
      now,
      alerted,
      watched.map(({ policyId }) => policyId),
      watched.map(({ nodeId }) => nodeId),
    ];
    const selected = selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n');
    return protections.rows(
      tx.manager,
      `WITH each AS (
         SELECT t.policy_id, t.node_id, ${protectionSql} AS protection
         FROM backup_targets t JOIN backup_policies p ON p.id = t.policy_id WHERE p.deleted_at IS NULL),
       watched AS (SELECT * FROM unnest($3::uuid[], $4::text[]) AS w(policy_id, node_id))
       SELECT coalesce(w.policy_id, e.policy_id) AS "policyId", n.id AS "nodeId",
         n.decommissioned_at IS NOT NULL AS decommissioned, ${selected} AS "isSelected", e.protection
       FROM each e FULL JOIN watched w ON w.policy_id = e.policy_id AND w.node_id = e.node_id
       JOIN nodes n ON n.id = coalesce(w.node_id, e.node_id)
       WHERE w.policy_id IS NOT NULL
         OR (n.decommissioned_at IS NULL AND e.protection = ANY($2::text[]) AND ${selected})`,
      parameters,
    );
  }
}
