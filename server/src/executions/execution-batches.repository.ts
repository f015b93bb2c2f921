import { Injectable } from '@nestjs/common';
import { executionStatuses, type ExecutionKindName } from '@hyprbox/contracts';
import { oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { rawQuery, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { Assignment } from './assignment.js';
import type { NewExecution } from './executions.service.js';

const lockOpen = rawQuery('executionBatches.lockOpen', { id: uuid, nodeId: text, status: oneOf(executionStatuses) });

/** An execution that is not over, with its row locked. */
export type OpenExecution = RowOf<typeof lockOpen>;

/** Many executions at a time, by a number of statements that does not grow with them. */
@Injectable()
export class ExecutionBatchesRepository {
  async insert(
    tx: Transaction,
    common: Omit<NewExecution, 'nodeId'>,
    assignments: readonly Assignment[],
    createdAt: Date,
  ): Promise<void> {
    const { kind, script, scriptSha256, secretRefs, timeoutSeconds, suspended = false, expiresAt = null } = common;
    await tx.manager.query(
      `INSERT INTO executions (id, node_id, kind, status, held, script, script_sha256, secret_refs, timeout_seconds,
         expires_at, created_at)
       SELECT given.id, given.node_id, $3, 'QUEUED', $4, $5, $6, $7, $8, $9, $10
       FROM unnest($1::uuid[], $2::text[]) AS given(id, node_id)`,
      [
        assignments.map(({ id }) => id),
        assignments.map(({ nodeId }) => nodeId),
        kind,
        suspended,
        script,
        scriptSha256,
        secretRefs,
        timeoutSeconds,
        expiresAt,
        createdAt,
      ],
    );
  }

  /**
   * Locks those that are queued, and those that run and have not been asked to end. Whoever has locked one of them just
   * now is not waited for: it is passed over.
   */
  async lockOpen(tx: Transaction, kind: ExecutionKindName, ids: readonly string[]): Promise<OpenExecution[]> {
    return lockOpen.rows(
      tx.manager,
      `SELECT id, node_id AS "nodeId", status FROM executions
       WHERE id = ANY($1) AND kind = $2 AND (status = 'QUEUED' OR (status = 'RUNNING' AND cancel_requested_at IS NULL))
       FOR UPDATE SKIP LOCKED`,
      [ids, kind],
    );
  }

  async callOff(tx: Transaction, ids: readonly string[], now: Date): Promise<void> {
    await tx.manager.query(
      `UPDATE executions SET status = 'CANCELLED', reason = 'CANCELLED', cancel_requested_at = $2, finished_at = $2
       WHERE id = ANY($1)`,
      [ids, now],
    );
  }

  async requestCancel(tx: Transaction, ids: readonly string[], now: Date): Promise<void> {
    await tx.manager.query('UPDATE executions SET cancel_requested_at = $2 WHERE id = ANY($1)', [ids, now]);
  }
}
