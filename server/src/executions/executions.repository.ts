import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, Not } from 'typeorm';
import {
  executionKinds,
  executionStatuses,
  type CancelOrder,
  type ExecutionKindName,
  type ExecutionReason,
  type ExecutionStatus,
} from '@hyprbox/contracts';
import { flag, oneOf, recordOf, text, uuid } from '@hyprbox/contracts/schemas';
import { integer, rawQuery, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { ExecutionEntity } from './execution.entity.js';
import type { Positions } from './output-assembly.js';

const claimed = {
  id: uuid,
  kind: oneOf(executionKinds),
  attempt: integer,
  script: text,
  script_sha256: text,
  secret_refs: recordOf(text),
  timeout_seconds: integer,
};
const lockQueued = rawQuery('executions.lockQueued', { id: uuid });
const setSuspended = rawQuery('executions.setSuspended', { node_id: text });
const claimNext = rawQuery('executions.claimNext', claimed);
const mayClaim = rawQuery('executions.mayClaim', { may: flag });
const claimedBy = rawQuery('executions.claimedBy', { ...claimed, status: oneOf(executionStatuses), node_id: text });

/** A row as the claim gives it back. */
export type ClaimedRow = RowOf<typeof claimNext>;

/** What a stream's reader needs to know of an execution. */
export interface ExecutionProgress {
  status: ExecutionStatus;
  reason: ExecutionReason | null;
  exitCode: number | null;
  createdAt: Date;
  stdoutBytes: number;
  stderrBytes: number;
}

const claimedColumns = Object.keys(claimed).join(', ');

@Injectable()
export class ExecutionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<ExecutionEntity | null> {
    return this.dataSource.getRepository(ExecutionEntity).findOneBy({ id });
  }

  async findMany(ids: string[]): Promise<ExecutionEntity[]> {
    return this.dataSource.getRepository(ExecutionEntity).findBy({ id: In(ids) });
  }

  async progressOf(ids: string[]): Promise<Map<string, ExecutionProgress>> {
    const rows = await this.dataSource.getRepository(ExecutionEntity).find({
      where: { id: In(ids) },
      select: {
        id: true,
        status: true,
        reason: true,
        exitCode: true,
        createdAt: true,
        stdoutBytes: true,
        stderrBytes: true,
      },
    });
    return new Map(rows.map((row) => [row.id, row]));
  }

  async insert(tx: Transaction, execution: Partial<ExecutionEntity>): Promise<void> {
    await tx.manager.insert(ExecutionEntity, execution);
  }

  async lock(tx: Transaction, id: string): Promise<ExecutionEntity | null> {
    return tx.manager.findOne(ExecutionEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async lockQueued(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const rows = await lockQueued.rows(
      tx.manager,
      `SELECT id FROM executions WHERE id = ANY($1) AND status = 'QUEUED' FOR UPDATE SKIP LOCKED`,
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  /** @returns the nodes concerned */
  async setSuspended(tx: Transaction, ids: readonly string[], suspended: boolean): Promise<Set<string>> {
    const rows = await setSuspended.rows(
      tx.manager,
      `UPDATE executions SET held = $2 WHERE id = ANY($1) AND status = 'QUEUED' RETURNING node_id`,
      [ids, suspended],
    );
    return new Set(rows.map(({ node_id }) => node_id));
  }

  async update(tx: Transaction, id: string, changes: Partial<Omit<ExecutionEntity, 'secretRefs'>>): Promise<void> {
    await tx.manager.update(ExecutionEntity, { id }, changes);
  }

  /** The oldest queued execution of the node becomes the claim's; of many claims at a time each gets another one. */
  async claimNext(
    tx: Transaction,
    nodeId: string,
    kinds: readonly ExecutionKindName[],
    claimId: string,
    leaseSeconds: number,
  ): Promise<ClaimedRow | null> {
    const [row] = await claimNext.rows(
      tx.manager,
      `UPDATE executions SET status = 'RUNNING', claim_id = $2, attempt = attempt + 1, started_at = now(),
         lease_expires_at = now() + $3 * interval '1 second'
       WHERE id = (SELECT id FROM executions WHERE node_id = $1 AND status = 'QUEUED' AND NOT held
                     AND kind = ANY($4) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${claimedColumns}`,
      [nodeId, claimId, leaseSeconds, kinds],
    );
    return row ?? null;
  }

  /** Whether a claim could be given anything: without a lock, so that most requests for work cost one look. */
  async mayClaim(nodeId: string, kinds: readonly ExecutionKindName[], claimId: string): Promise<boolean> {
    const [row] = await mayClaim.rows(
      this.dataSource,
      `SELECT EXISTS (SELECT 1 FROM executions WHERE node_id = $1 AND status = 'QUEUED' AND NOT held AND kind = ANY($3))
           OR EXISTS (SELECT 1 FROM executions WHERE claim_id = $2) AS may`,
      [nodeId, claimId, kinds],
    );
    return row?.may ?? false;
  }

  /** Requests with the same claim take turns until the end of the transaction. */
  async lockClaim(tx: Transaction, claimId: string): Promise<void> {
    await tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [claimId]);
  }

  /** What an earlier request with the same claim was given, as long as it is not over. */
  async claimedBy(
    tx: Transaction,
    nodeId: string,
    claimId: string,
  ): Promise<{ row: ClaimedRow | null; known: boolean }> {
    const [row] = await claimedBy.rows(
      tx.manager,
      `SELECT ${claimedColumns}, status, node_id FROM executions WHERE claim_id = $1`,
      [claimId],
    );
    return { row: row?.status === 'RUNNING' && row.node_id === nodeId ? row : null, known: row !== undefined };
  }

  async cancelOrders(nodeId: string): Promise<CancelOrder[]> {
    const rows = await this.dataSource.getRepository(ExecutionEntity).find({
      where: { nodeId, status: 'RUNNING', cancelRequestedAt: Not(IsNull()) },
      select: { id: true, attempt: true },
      order: { id: 'ASC' },
    });
    return rows.map(({ id, attempt }) => ({ id, attempt }));
  }

  /**
   * Renews the leases of what the nodes carry: of those executions that they name, or of all when they name none.
   * A lease that has most of its time left is not written again.
   */
  async renewLeases(
    tx: Transaction,
    beats: readonly { nodeId: string; running?: string[] }[],
    seconds: number,
  ): Promise<void> {
    const all = beats.filter(({ running }) => running === undefined).map(({ nodeId }) => nodeId);
    const named = beats.flatMap(({ nodeId, running }) => (running ?? []).map((id) => ({ nodeId, id })));
    if (all.length === 0 && named.length === 0) return;
    await tx.manager.query(
      `UPDATE executions SET lease_expires_at = now() + $1 * interval '1 second'
       WHERE status = 'RUNNING' AND lease_expires_at < now() + $1 * interval '0.8 second'
         AND (node_id = ANY($2) OR (node_id, id) IN (SELECT * FROM unnest($3::text[], $4::uuid[])))`,
      [seconds, all, named.map(({ nodeId }) => nodeId), named.map(({ id }) => id)],
    );
  }

  async lockQueuedOf(tx: Transaction, nodeId: string): Promise<ExecutionEntity[]> {
    return tx.manager.find(ExecutionEntity, {
      where: { nodeId, status: 'QUEUED' },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** Writes what a delivery changes, in one statement. */
  async advance(tx: Transaction, id: string, stored: Positions, kept: Positions, leaseSeconds: number): Promise<void> {
    await tx.manager.query(
      `UPDATE executions SET stdout_bytes = $2, stderr_bytes = $3, stdout_kept_from = $4, stderr_kept_from = $5,
         lease_expires_at = CASE WHEN lease_expires_at < now() + $6 * interval '0.8 second'
                                 THEN now() + $6 * interval '1 second' ELSE lease_expires_at END
       WHERE id = $1`,
      [id, stored.stdout, stored.stderr, kept.stdout, kept.stderr, leaseSeconds],
    );
  }
}
