import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { CancelOrder, ExecutionKindName, ExecutionReason, ExecutionStatus } from '@hyprbox/contracts';
import type { Transaction } from '../database/unit-of-work.js';
import { ExecutionEntity } from './execution.entity.js';
import type { Positions } from './output-assembly.js';

/** A row as the claim gives it back. */
export interface ClaimedRow {
  id: string;
  kind: ExecutionKindName;
  attempt: number;
  script: string;
  script_sha256: string;
  secret_refs: Record<string, string>;
  timeout_seconds: number;
}

/** What a stream's reader needs to know of an execution. */
export interface ExecutionProgress {
  status: ExecutionStatus;
  reason: ExecutionReason | null;
  exitCode: number | null;
  createdAt: Date;
  stdoutBytes: number;
  stderrBytes: number;
}

const claimedColumns = 'id, kind, attempt, script, script_sha256, secret_refs, timeout_seconds';

@Injectable()
export class ExecutionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<ExecutionEntity | null> {
    return this.dataSource.getRepository(ExecutionEntity).findOneBy({ id });
  }

  async findMany(ids: string[]): Promise<ExecutionEntity[]> {
    return this.dataSource.getRepository(ExecutionEntity).findBy({ id: In(ids) });
  }

  async progress(id: string): Promise<ExecutionProgress | null> {
    return this.dataSource.getRepository(ExecutionEntity).findOne({
      where: { id },
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
  }

  async insert(tx: Transaction, execution: Partial<ExecutionEntity>): Promise<void> {
    await tx.manager.insert(ExecutionEntity, execution);
  }

  async lock(tx: Transaction, id: string): Promise<ExecutionEntity | null> {
    return tx.manager.findOne(ExecutionEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async lockQueued(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const rows: { id: string }[] = await tx.manager.query(
      `SELECT id FROM executions WHERE id = ANY($1) AND status = 'QUEUED' FOR UPDATE SKIP LOCKED`,
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  /** @returns the nodes concerned */
  async setHeld(tx: Transaction, ids: readonly string[], held: boolean): Promise<Set<string>> {
    const [rows]: [{ node_id: string }[], number] = await tx.manager.query(
      `UPDATE executions SET held = $2 WHERE id = ANY($1) AND status = 'QUEUED' RETURNING node_id`,
      [ids, held],
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
    const [rows]: [ClaimedRow[], number] = await tx.manager.query(
      `UPDATE executions SET status = 'RUNNING', claim_id = $2, attempt = attempt + 1, started_at = now(),
         lease_expires_at = now() + $3 * interval '1 second'
       WHERE id = (SELECT id FROM executions WHERE node_id = $1 AND status = 'QUEUED' AND NOT held
                     AND kind = ANY($4) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${claimedColumns}`,
      [nodeId, claimId, leaseSeconds, kinds],
    );
    return rows[0] ?? null;
  }

  /** Whether a claim could be given anything: without a lock, so that most requests for work cost one look. */
  async mayClaim(nodeId: string, kinds: readonly ExecutionKindName[], claimId: string): Promise<boolean> {
    const [row]: { may: boolean }[] = await this.dataSource.query(
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
    const rows: (ClaimedRow & { status: ExecutionStatus; node_id: string })[] = await tx.manager.query(
      `SELECT ${claimedColumns}, status, node_id FROM executions WHERE claim_id = $1`,
      [claimId],
    );
    const [row] = rows;
    return { row: row?.status === 'RUNNING' && row.node_id === nodeId ? row : null, known: row !== undefined };
  }

  async cancelOrders(nodeId: string): Promise<CancelOrder[]> {
    return this.dataSource.query(
      `SELECT id, attempt FROM executions
       WHERE node_id = $1 AND status = 'RUNNING' AND cancel_requested_at IS NOT NULL ORDER BY id`,
      [nodeId],
    );
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

  async isAnyRunning(): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(`SELECT 1 FROM executions WHERE status = 'RUNNING' LIMIT 1`);
    return rows.length > 0;
  }

  async startAllLeasesAfresh(tx: Transaction, seconds: number): Promise<void> {
    await tx.manager.query(
      `UPDATE executions SET lease_expires_at = now() + $1 * interval '1 second' WHERE status = 'RUNNING'`,
      [seconds],
    );
  }

  async withExpiredLease(limit: number): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM executions WHERE status = 'RUNNING' AND lease_expires_at < now() ORDER BY lease_expires_at LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Locks the execution if its lease has still run out. */
  async lockExpired(tx: Transaction, id: string): Promise<ExecutionEntity | null> {
    const execution = await this.lock(tx, id);
    if (execution?.status !== 'RUNNING') return null;
    const [row]: { expired: boolean }[] = await tx.manager.query(
      'SELECT lease_expires_at < now() AS expired FROM executions WHERE id = $1',
      [id],
    );
    return row?.expired ? execution : null;
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

  async counts24h(): Promise<{ queued: number; running: number; succeeded24h: number; failed24h: number }> {
    const rows: { status: ExecutionStatus; count: string }[] = await this.dataSource.query(
      `SELECT status, count(*) AS count FROM executions WHERE kind = 'JOB' AND status IN ('QUEUED', 'RUNNING') GROUP BY 1
       UNION ALL
       SELECT status, count(*) FROM executions
       WHERE kind = 'JOB' AND status IN ('SUCCEEDED', 'FAILED') AND finished_at > now() - interval '24 hours' GROUP BY 1`,
    );
    const count = (status: ExecutionStatus): number => Number(rows.find((row) => row.status === status)?.count ?? 0);
    return {
      queued: count('QUEUED'),
      running: count('RUNNING'),
      succeeded24h: count('SUCCEEDED'),
      failed24h: count('FAILED'),
    };
  }
}
