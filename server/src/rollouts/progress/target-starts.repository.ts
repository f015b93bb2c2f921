import { Injectable } from '@nestjs/common';
import type { Selector } from '@hyprbox/contracts';
import { text } from '@hyprbox/contracts/schemas';
import { affectedRows, rawQuery } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Assignment } from '../../executions/assignment.js';
import { awaySql } from '../../nodes/node-status.sql.js';
import { selectorSql } from '../../selectors/selector.sql.js';
import type { OpenRollout } from './open-rollout.js';

const lockStartable = rawQuery('targetStarts.lockStartable', { nodeId: text });

/** Targets `t` of the rollout `$1` whose turn has come by the wave `$2`, on their nodes `n`. */
const inTurn = `t.rollout_id = $1 AND t.state IN ('PENDING', 'WAITING_HOST') AND t.wave <= $2 AND n.id = t.node_id
  AND n.decommissioned_at IS NULL`;

type AtWave = Pick<OpenRollout, 'id' | 'wave' | 'waitSeconds' | 'whenOffline'>;

/** Hosts whose turn has come, and what keeps them from it. The rollout’s row is locked. */
@Injectable()
export class TargetStartsRepository {
  /** Leaves out those that are away. @returns how many */
  async skipAway(tx: Transaction, { id, wave }: AtWave): Promise<number> {
    return affectedRows(
      tx.manager,
      `UPDATE rollout_targets t SET state = 'SKIPPED', reason = 'OFFLINE', finished_at = now() FROM nodes n
       WHERE ${inTurn} AND ${awaySql}`,
      [id, wave],
    );
  }

  /** Counts as failed those that are away, as many as there is room for. @returns how many */
  async failAway(tx: Transaction, { id, wave }: AtWave, room: number): Promise<number> {
    return affectedRows(
      tx.manager,
      `UPDATE rollout_targets SET state = 'FAILED', reason = 'OFFLINE', finished_at = now()
       WHERE rollout_id = $1 AND node_id IN (
         SELECT t.node_id FROM rollout_targets t, nodes n WHERE ${inTurn} AND ${awaySql}
         ORDER BY t.wave, t.node_id LIMIT $3)`,
      [id, wave, room],
    );
  }

  /**
   * Notes those that are under one of the maintenance windows, and those that are away where they are waited for.
   *
   * @returns how many are news
   */
  async markWaiting(
    tx: Transaction,
    { id, wave, waitSeconds, whenOffline }: AtWave,
    windows: readonly Selector[],
  ): Promise<number> {
    const parameters: unknown[] = [id, wave, waitSeconds];
    const isAwaited = whenOffline === 'WAIT' ? awaySql : 'false';
    const reason = `CASE WHEN ${isAwaited} THEN 'OFFLINE' ELSE 'MAINTENANCE' END`;
    return affectedRows(
      tx.manager,
      `UPDATE rollout_targets t SET state = 'WAITING_HOST', reason = ${reason},
         wait_until = coalesce(t.wait_until, now() + $3 * interval '1 second')
       FROM nodes n
       WHERE ${inTurn} AND (${isAwaited} OR ${anyOf(windows, parameters)})
         AND (t.state = 'PENDING' OR t.reason IS DISTINCT FROM ${reason})`,
      parameters,
    );
  }

  /** Those that were waited for long enough and still can't be run on. @returns how many */
  async expire(tx: Transaction, { id, wave }: AtWave, windows: readonly Selector[]): Promise<number> {
    const parameters: unknown[] = [id, wave];
    return affectedRows(
      tx.manager,
      `UPDATE rollout_targets t SET state = 'EXPIRED', finished_at = now() FROM nodes n
       WHERE ${inTurn} AND t.state = 'WAITING_HOST' AND t.wait_until <= now()
         AND (${awaySql} OR ${anyOf(windows, parameters)})`,
      parameters,
    );
  }

  /**
   * The next hosts that nothing keeps from starting. Until the transaction ends they are not decommissioned; one that
   * is being decommissioned just now is passed over.
   */
  async lockStartable(
    tx: Transaction,
    { id, wave }: AtWave,
    windows: readonly Selector[],
    count: number,
  ): Promise<string[]> {
    const parameters: unknown[] = [id, wave, count];
    const rows = await lockStartable.rows(
      tx.manager,
      `SELECT t.node_id AS "nodeId" FROM rollout_targets t, nodes n
       WHERE ${inTurn} AND NOT ${awaySql} AND NOT ${anyOf(windows, parameters)}
       ORDER BY t.wave, t.node_id LIMIT $3 FOR KEY SHARE OF n SKIP LOCKED`,
      parameters,
    );
    return rows.map(({ nodeId }) => nodeId);
  }

  async setQueued(tx: Transaction, { id, waitSeconds }: AtWave, jobs: readonly Assignment[]): Promise<void> {
    await tx.manager.query(
      `UPDATE rollout_targets t SET state = 'QUEUED', reason = NULL, job_id = given.job_id,
         wait_until = coalesce(t.wait_until, now() + $2 * interval '1 second')
       FROM unnest($3::text[], $4::uuid[]) AS given(node_id, job_id)
       WHERE t.rollout_id = $1 AND t.node_id = given.node_id`,
      [id, waitSeconds, jobs.map(({ nodeId }) => nodeId), jobs.map((job) => job.id)],
    );
  }
}

/** Whether one of the selectors selects the node `n`, as a condition. */
function anyOf(selectors: readonly Selector[], parameters: unknown[]): string {
  const each = selectors.map((selector) => selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n'));
  return each.length === 0 ? 'false' : `(${each.join(' OR ')})`;
}
