import { Injectable } from '@nestjs/common';
import { nullable, uuid } from '@hyprbox/contracts/schemas';
import { rawQuery, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';

const lockOld = rawQuery('oldRollouts.lockOld', { id: uuid, scheduleId: nullable(uuid) });

/** A rollout that is to go, with its row locked. */
export type OldRollout = RowOf<typeof lockOld>;

/** Rollouts that have been over for long. */
@Injectable()
export class OldRolloutsRepository {
  /** One that ended so many days ago and that no other one retries; one that somebody else has locked is passed over. */
  async lockOld(tx: Transaction, days: number): Promise<OldRollout | null> {
    const [row] = await lockOld.rows(
      tx.manager,
      `SELECT r.id, r.schedule_id AS "scheduleId" FROM rollouts r
       WHERE r.finished_at < now() - $1 * interval '1 day' AND NOT EXISTS (SELECT FROM rollouts n WHERE n.retry_of = r.id)
       ORDER BY r.id LIMIT 1 FOR UPDATE OF r SKIP LOCKED`,
      [days],
    );
    return row ?? null;
  }

  /** With its waves, its hosts and its approvals. Its jobs and the firing that started it stay, and name it no more. */
  async remove(tx: Transaction, { id, scheduleId }: OldRollout): Promise<void> {
    await tx.manager.query('UPDATE jobs SET rollout_id = NULL WHERE rollout_id = $1', [id]);
    if (scheduleId !== null) {
      await tx.manager.query('UPDATE schedule_fires SET rollout_id = NULL WHERE schedule_id = $1 AND rollout_id = $2', [
        scheduleId,
        id,
      ]);
    }
    await tx.manager.query('DELETE FROM rollouts WHERE id = $1', [id]);
  }
}
