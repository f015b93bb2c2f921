import { Injectable } from '@nestjs/common';
import { executionKinds, executionStatuses, type CancelOrder, type ExecutionKindName } from '@hyprbox/contracts';
import { oneOf, recordOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, rawQuery, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';

const claimed = {
  id: uuid,
  kind: oneOf(executionKinds),
  attempt: integer,
  script: text,
  script_sha256: text,
  secret_refs: recordOf(text),
  timeout_seconds: integer,
  claim_id: uuid,
};
const mayClaim = rawQuery('claims.mayClaim', { claim_id: uuid });
const tryLock = rawQuery('claims.tryLock', { claim_id: uuid });
const claimedBy = rawQuery('claims.claimedBy', { ...claimed, status: oneOf(executionStatuses), node_id: text });
const claimNext = rawQuery('claims.claimNext', claimed);
const dueLeases = rawQuery('claims.dueLeases', { node_id: text });
const cancelOrders = rawQuery('claims.cancelOrders', { node_id: text, id: uuid, attempt: integer });

/** A row as the claim gives it back. */
export type ClaimedRow = RowOf<typeof claimNext>;
export type EarlierClaim = RowOf<typeof claimedBy>;

/** What a node asks for: its oldest queued execution of these kinds, under this claim. */
export interface Claim {
  nodeId: string;
  claimId: string;
  kinds: readonly ExecutionKindName[];
}

const columns = Object.keys(claimed)
  .map((name) => `e.${name}`)
  .join(', ');

/** Claims as the rows `asked`, by the parameters of {@link parametersOf}. */
const askedSql = 'unnest($1::uuid[], $2::text[], $3::text[]) AS asked(claim_id, node_id, kinds)';

/** Of an execution `e`: whether it is queued for a node that asks for it. */
const queuedSql = `e.node_id = asked.node_id AND e.status = 'QUEUED' AND NOT e.held
  AND e.kind = ANY(string_to_array(asked.kinds, ' '))`;

/** What agents ask for, by a number of statements that does not grow with them. */
@Injectable()
export class ClaimsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The claims that could be given anything: without a lock, so that most requests for work cost one look. */
  async mayClaim(claims: readonly Claim[]): Promise<Set<string>> {
    const rows = await mayClaim.rows(
      this.dataSource,
      `SELECT asked.claim_id FROM ${askedSql}
       WHERE EXISTS (SELECT FROM executions e WHERE ${queuedSql})
          OR EXISTS (SELECT FROM executions e WHERE e.claim_id = asked.claim_id)`,
      parametersOf(claims),
    );
    return new Set(rows.map(({ claim_id }) => claim_id));
  }

  /** Requests with the same claim take turns until the end of the transaction. */
  async lock(tx: Transaction, claimId: string): Promise<void> {
    await tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [claimId]);
  }

  /** As {@link lock}, for those that nobody has locked just now. @returns the ones that are locked */
  async tryLock(tx: Transaction, claimIds: readonly string[]): Promise<Set<string>> {
    const rows = await tryLock.rows(
      tx.manager,
      `SELECT claim_id FROM unnest($1::text[]) AS asked(claim_id)
       WHERE pg_try_advisory_xact_lock(hashtextextended(claim_id, 0))`,
      [claimIds],
    );
    return new Set(rows.map(({ claim_id }) => claim_id));
  }

  /** What earlier requests with the same claims were given, by the claim. */
  async claimedBy(tx: Transaction, claimIds: readonly string[]): Promise<Map<string, EarlierClaim>> {
    const rows = await claimedBy.rows(
      tx.manager,
      `SELECT ${columns}, e.status, e.node_id FROM executions e WHERE e.claim_id = ANY($1)`,
      [claimIds],
    );
    return new Map(rows.map((row) => [row.claim_id, row]));
  }

  /** The oldest queued execution of each node becomes its claim's; of many claims at a time each gets another one. */
  async claimNext(tx: Transaction, claims: readonly Claim[], leaseSeconds: number): Promise<Map<string, ClaimedRow>> {
    const rows = await claimNext.rows(
      tx.manager,
      `WITH next AS MATERIALIZED (
         SELECT asked.claim_id, oldest.id FROM ${askedSql}
         CROSS JOIN LATERAL (SELECT e.id FROM executions e WHERE ${queuedSql}
                             ORDER BY e.id LIMIT 1 FOR UPDATE SKIP LOCKED) AS oldest)
       UPDATE executions e SET status = 'RUNNING', claim_id = next.claim_id, attempt = e.attempt + 1, started_at = now(),
         lease_expires_at = now() + $4 * interval '1 second'
       FROM next WHERE e.id = next.id
       RETURNING ${columns}`,
      [...parametersOf(claims), leaseSeconds],
    );
    return new Map(rows.map((row) => [row.claim_id, row]));
  }

  /** Those of the nodes that carry something whose lease has lost a fifth of its time. */
  async dueLeases(nodeIds: readonly string[], leaseSeconds: number): Promise<Set<string>> {
    const rows = await dueLeases.rows(
      this.dataSource,
      `SELECT DISTINCT node_id FROM executions
       WHERE status = 'RUNNING' AND node_id = ANY($1) AND lease_expires_at < now() + $2 * interval '0.8 second'`,
      [nodeIds, leaseSeconds],
    );
    return new Set(rows.map(({ node_id }) => node_id));
  }

  /** What each of the nodes is to end, oldest first. */
  async cancelOrders(nodeIds: readonly string[]): Promise<Map<string, CancelOrder[]>> {
    const rows = await cancelOrders.rows(
      this.dataSource,
      `SELECT node_id, id, attempt FROM executions
       WHERE node_id = ANY($1) AND status = 'RUNNING' AND cancel_requested_at IS NOT NULL ORDER BY id`,
      [nodeIds],
    );
    const orders = new Map<string, CancelOrder[]>();
    for (const { node_id, id, attempt } of rows) orders.set(node_id, [...(orders.get(node_id) ?? []), { id, attempt }]);
    return orders;
  }
}

/** Kinds have no spaces in them. */
function parametersOf(claims: readonly Claim[]): unknown[] {
  return [
    claims.map(({ claimId }) => claimId),
    claims.map(({ nodeId }) => nodeId),
    claims.map(({ kinds }) => kinds.join(' ')),
  ];
}
