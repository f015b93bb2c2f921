import { Injectable } from '@nestjs/common';
import {
  executionReasons,
  executionStatuses,
  targetStates,
  type TargetReason,
  type TargetState,
} from '@hyprbox/contracts';
import { flag, nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { affectedRows, integer, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { awaySql } from '../../nodes/node-status.sql.js';

const movedOn = rawQuery('targetProgress.movedOn', {
  nodeId: text,
  status: oneOf(executionStatuses),
  reason: nullable(oneOf(executionReasons)),
  exitCode: nullable(integer),
  startedAt: nullable(timestamp),
  finishedAt: nullable(timestamp),
  isDecommissioned: flag,
});
const unclaimed = rawQuery('targetProgress.unclaimed', { nodeId: text, jobId: uuid });
const jobs = rawQuery('targetProgress.jobs', { jobId: uuid });
const queuedJobs = rawQuery('targetProgress.queuedJobs', { jobId: uuid });
const counts = rawQuery('targetProgress.counts', { wave: integer, state: oneOf(targetStates), count: integer });

/** A host whose job is not as the host was seen last. */
export type MovedOn = RowOf<typeof movedOn>;
export type WaveCount = RowOf<typeof counts>;

/** What a host becomes. */
export interface TargetChange {
  nodeId: string;
  state: TargetState;
  reason: TargetReason | null;
  exitCode: number | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** How the hosts of a rollout do that have a job, by statements for any number of them. The rollout’s row is locked. */
@Injectable()
export class TargetProgressRepository {
  async movedOn(tx: Transaction, rolloutId: string): Promise<MovedOn[]> {
    return movedOn.rows(
      tx.manager,
      `SELECT t.node_id AS "nodeId", e.status, e.reason, e.exit_code AS "exitCode", e.started_at AS "startedAt",
         e.finished_at AS "finishedAt", n.decommissioned_at IS NOT NULL AS "isDecommissioned"
       FROM rollout_targets t JOIN executions e ON e.id = t.job_id JOIN nodes n ON n.id = t.node_id
       WHERE t.rollout_id = $1 AND t.state IN ('QUEUED', 'RUNNING') AND e.status <> t.state`,
      [rolloutId],
    );
  }

  async change(tx: Transaction, rolloutId: string, changes: readonly TargetChange[]): Promise<void> {
    await tx.manager.query(
      `UPDATE rollout_targets t SET state = given.state, reason = given.reason, exit_code = given.exit_code,
         started_at = given.started_at, finished_at = given.finished_at
       FROM unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::timestamptz[], $7::timestamptz[])
         AS given(node_id, state, reason, exit_code, started_at, finished_at)
       WHERE t.rollout_id = $1 AND t.node_id = given.node_id`,
      [
        rolloutId,
        changes.map(({ nodeId }) => nodeId),
        changes.map(({ state }) => state),
        changes.map(({ reason }) => reason),
        changes.map(({ exitCode }) => exitCode),
        changes.map(({ startedAt }) => startedAt),
        changes.map(({ finishedAt }) => finishedAt),
      ],
    );
  }

  /** Hosts that were taken out of the fleet before their turn came are left out. @returns how many */
  async skipDecommissioned(tx: Transaction, rolloutId: string): Promise<number> {
    return affectedRows(
      tx.manager,
      `UPDATE rollout_targets t SET state = 'SKIPPED', reason = 'DECOMMISSIONED', finished_at = now()
       FROM nodes n
       WHERE t.rollout_id = $1 AND t.state IN ('PENDING', 'WAITING_HOST') AND n.id = t.node_id
         AND n.decommissioned_at IS NOT NULL`,
      [rolloutId],
    );
  }

  /** Hosts that went away before they took their job. */
  async unclaimed(tx: Transaction, rolloutId: string): Promise<RowOf<typeof unclaimed>[]> {
    return unclaimed.rows(
      tx.manager,
      `SELECT t.node_id AS "nodeId", t.job_id AS "jobId"
       FROM rollout_targets t JOIN executions e ON e.id = t.job_id JOIN nodes n ON n.id = t.node_id
       WHERE t.rollout_id = $1 AND t.state = 'QUEUED' AND e.status = 'QUEUED' AND n.decommissioned_at IS NULL
         AND ${awaySql}`,
      [rolloutId],
    );
  }

  /** Their jobs were called off, and they wait for their hosts again. */
  async takeBack(tx: Transaction, rolloutId: string, nodeIds: readonly string[]): Promise<void> {
    await tx.manager.query(
      `UPDATE rollout_targets SET state = 'WAITING_HOST', reason = 'OFFLINE', job_id = NULL
       WHERE rollout_id = $1 AND node_id = ANY($2)`,
      [rolloutId, nodeIds],
    );
  }

  /** The jobs of hosts that were not seen to end. */
  async jobs(tx: Transaction, rolloutId: string): Promise<string[]> {
    const rows = await jobs.rows(
      tx.manager,
      `SELECT job_id AS "jobId" FROM rollout_targets WHERE rollout_id = $1 AND state IN ('QUEUED', 'RUNNING') AND job_id IS NOT NULL`,
      [rolloutId],
    );
    return rows.map(({ jobId }) => jobId);
  }

  /** The jobs that nobody has taken, held back or not. */
  async queuedJobs(tx: Transaction, rolloutId: string, isHeld: boolean): Promise<string[]> {
    const rows = await queuedJobs.rows(
      tx.manager,
      `SELECT e.id AS "jobId" FROM rollout_targets t JOIN executions e ON e.id = t.job_id
       WHERE t.rollout_id = $1 AND t.state = 'QUEUED' AND e.status = 'QUEUED' AND e.held = $2`,
      [rolloutId, isHeld],
    );
    return rows.map(({ jobId }) => jobId);
  }

  /** Those that were never started never will be. @returns how many */
  async cancelUnstarted(tx: Transaction, rolloutId: string): Promise<number> {
    return affectedRows(
      tx.manager,
      `UPDATE rollout_targets SET state = 'CANCELLED', reason = 'ABORTED', finished_at = now()
       WHERE rollout_id = $1 AND state IN ('PENDING', 'WAITING_HOST')`,
      [rolloutId],
    );
  }

  async counts(tx: Transaction, rolloutId: string): Promise<WaveCount[]> {
    return counts.rows(
      tx.manager,
      `SELECT wave, state, count(*)::integer AS count FROM rollout_targets WHERE rollout_id = $1 GROUP BY wave, state`,
      [rolloutId],
    );
  }
}
