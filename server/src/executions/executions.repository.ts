import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { ExecutionReason, ExecutionStatus } from '@hyprbox/contracts';
import { text, uuid } from '@hyprbox/contracts/schemas';
import { rawQuery } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { ExecutionEntity } from './execution.entity.js';
import type { Positions } from './output-assembly.js';

const lockQueued = rawQuery('executions.lockQueued', { id: uuid });
const setSuspended = rawQuery('executions.setSuspended', { node_id: text });

/** What a stream's reader needs to know of an execution. */
export interface ExecutionProgress {
  status: ExecutionStatus;
  reason: ExecutionReason | null;
  exitCode: number | null;
  createdAt: Date;
  stdoutBytes: number;
  stderrBytes: number;
}

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
