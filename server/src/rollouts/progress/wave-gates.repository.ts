import { Injectable } from '@nestjs/common';
import { executionReasons, executionStatuses } from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { integer, rawQuery, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Assignment } from '../../executions/assignment.js';

const unheard = rawQuery('waveGates.unheard', { nodeId: text });
const touched = rawQuery('waveGates.touched', { nodeId: text });
const lockUnchecked = rawQuery('waveGates.lockUnchecked', { nodeId: text });
const unpassed = rawQuery('waveGates.unpassed', {
  nodeId: text,
  status: oneOf(executionStatuses),
  reason: nullable(oneOf(executionReasons)),
  exitCode: nullable(integer),
});
const openChecks = rawQuery('waveGates.openChecks', { jobId: uuid });

/** A host whose check has not succeeded. */
export type UnpassedCheck = RowOf<typeof unpassed>;

/** What the gates of a wave look at. */
@Injectable()
export class WaveGatesRepository {
  /** The first host of the wave that ran and has not been heard since; null if there is none. */
  async unheard(tx: Transaction, rolloutId: string, wave: number): Promise<string | null> {
    const [row] = await unheard.rows(
      tx.manager,
      `SELECT t.node_id AS "nodeId" FROM rollout_targets t JOIN nodes n ON n.id = t.node_id
       WHERE t.rollout_id = $1 AND t.wave = $2 AND t.started_at IS NOT NULL AND t.finished_at IS NOT NULL
         AND n.decommissioned_at IS NULL AND coalesce(n.last_seen_at <= t.finished_at, true)
       ORDER BY t.node_id LIMIT 1`,
      [rolloutId, wave],
    );
    return row?.nodeId ?? null;
  }

  /** The hosts that it has run on. */
  async touched(tx: Transaction, rolloutId: string): Promise<string[]> {
    const rows = await touched.rows(
      tx.manager,
      `SELECT node_id AS "nodeId" FROM rollout_targets WHERE rollout_id = $1 AND started_at IS NOT NULL`,
      [rolloutId],
    );
    return rows.map(({ nodeId }) => nodeId);
  }

  /** The hosts of the wave that succeeded and have no check yet. They are not decommissioned until the transaction ends. */
  async lockUnchecked(tx: Transaction, rolloutId: string, wave: number): Promise<string[]> {
    const rows = await lockUnchecked.rows(
      tx.manager,
      `SELECT t.node_id AS "nodeId" FROM rollout_targets t JOIN nodes n ON n.id = t.node_id
       WHERE t.rollout_id = $1 AND t.wave = $2 AND t.state = 'SUCCEEDED' AND t.check_job_id IS NULL
         AND n.decommissioned_at IS NULL
       ORDER BY t.node_id FOR KEY SHARE OF n SKIP LOCKED`,
      [rolloutId, wave],
    );
    return rows.map(({ nodeId }) => nodeId);
  }

  async setChecks(tx: Transaction, rolloutId: string, jobs: readonly Assignment[]): Promise<void> {
    await tx.manager.query(
      `UPDATE rollout_targets t SET check_job_id = given.job_id
       FROM unnest($2::text[], $3::uuid[]) AS given(node_id, job_id)
       WHERE t.rollout_id = $1 AND t.node_id = given.node_id`,
      [rolloutId, jobs.map(({ nodeId }) => nodeId), jobs.map(({ id }) => id)],
    );
  }

  /** The first host of the wave whose check has not succeeded, one whose check is over before others; null if all have. */
  async unpassed(tx: Transaction, rolloutId: string, wave: number): Promise<UnpassedCheck | null> {
    const [row] = await unpassed.rows(
      tx.manager,
      `SELECT t.node_id AS "nodeId", e.status, e.reason, e.exit_code AS "exitCode"
       FROM rollout_targets t JOIN executions e ON e.id = t.check_job_id JOIN nodes n ON n.id = t.node_id
       WHERE t.rollout_id = $1 AND t.wave = $2 AND e.status <> 'SUCCEEDED' AND n.decommissioned_at IS NULL
       ORDER BY e.status IN ('QUEUED', 'RUNNING'), t.node_id LIMIT 1`,
      [rolloutId, wave],
    );
    return row ?? null;
  }

  /** The jobs of checks that are not over. */
  async openChecks(tx: Transaction, rolloutId: string): Promise<string[]> {
    const rows = await openChecks.rows(
      tx.manager,
      `SELECT e.id AS "jobId" FROM rollout_targets t JOIN executions e ON e.id = t.check_job_id
       WHERE t.rollout_id = $1 AND e.status IN ('QUEUED', 'RUNNING')`,
      [rolloutId],
    );
    return rows.map(({ jobId }) => jobId);
  }
}
