import { Injectable } from '@nestjs/common';
import { nullable, number, uuid } from '@hyprbox/contracts/schemas';
import { DataSource, IsNull } from 'typeorm';
import { rawQuery } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { RolloutWaveEntity } from '../records/rollout-wave.entity.js';
import { RolloutEntity } from '../records/rollout.entity.js';
import { openColumns, type OpenRollout, type RolloutChanges } from './open-rollout.js';

const due = rawQuery('openRollouts.due', { id: uuid });
const nextDueIn = rawQuery('openRollouts.nextDueIn', { ms: nullable(number) });

/** What a rollout runs. */
export type FrozenWork = Pick<
  RolloutEntity,
  'preset' | 'presetVersion' | 'script' | 'scriptSha256' | 'secretRefs' | 'variables' | 'timeoutSeconds'
>;

/** Of a wave `w`: when its soak is over. */
const soakedAt = `w.ended_at + w.soak_seconds * interval '1 second'`;

/** What is due for longer waits for something else. */
const justNow = `now() - interval '1 second'`;

/** The rollouts that are not over, and what there is to do about them. */
@Injectable()
export class OpenRolloutsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async isAnyOpen(): Promise<boolean> {
    return this.dataSource.manager.existsBy(RolloutEntity, { finishedAt: IsNull() });
  }

  /**
   * Those that have something to do: a job that went on, a start or a soak whose time has come; those that are named; and
   * with `all` each one that runs, as its hosts may have come back.
   */
  async due({ all, ids }: { all: boolean; ids: readonly string[] }): Promise<string[]> {
    const rows = await due.rows(
      this.dataSource,
      `SELECT r.id FROM rollouts r WHERE r.finished_at IS NULL AND (
         r.id = ANY($1::uuid[]) OR ($2 AND r.state IN ('RUNNING', 'ABORTED'))
         OR (r.state = 'SCHEDULED' AND coalesce(r.start_at <= now(), true))
         OR (r.state = 'RUNNING' AND EXISTS (
           SELECT FROM rollout_waves w
           WHERE w.rollout_id = r.id AND w.number = r.wave AND w.finished_at IS NULL AND ${soakedAt} <= now()))
         OR EXISTS (
           SELECT FROM rollout_targets t JOIN executions e ON e.id = t.job_id
           WHERE t.rollout_id = r.id AND t.state IN ('QUEUED', 'RUNNING') AND e.status <> t.state))
       ORDER BY r.id`,
      [ids, all],
    );
    return rows.map(({ id }) => id);
  }

  /** In how many ms a start or the end of a soak comes next, or came just now; null where none is planned. */
  async nextDueInMs(): Promise<number | null> {
    const [row] = await nextDueIn.rows(
      this.dataSource,
      `SELECT (extract(epoch FROM least(
         (SELECT min(start_at) FROM rollouts
          WHERE finished_at IS NULL AND state = 'SCHEDULED' AND start_at > ${justNow}),
         (SELECT min(${soakedAt}) FROM rollouts r JOIN rollout_waves w ON w.rollout_id = r.id AND w.number = r.wave
          WHERE r.finished_at IS NULL AND r.state = 'RUNNING' AND w.finished_at IS NULL AND ${soakedAt} > ${justNow})
       ) - clock_timestamp()) * 1000)::float8 AS ms`,
    );
    return row?.ms ?? null;
  }

  async lock(tx: Transaction, id: string): Promise<OpenRollout | null> {
    return tx.manager.findOne(RolloutEntity, {
      where: { id },
      select: openColumns,
      lock: { mode: 'pessimistic_write' },
    });
  }

  async change(tx: Transaction, id: string, changes: RolloutChanges): Promise<void> {
    await tx.manager.update(RolloutEntity, { id }, changes);
  }

  async frozen(tx: Transaction, id: string): Promise<FrozenWork> {
    return tx.manager.findOneByOrFail(RolloutEntity, { id });
  }

  async wave(tx: Transaction, rolloutId: string, number: number): Promise<RolloutWaveEntity | null> {
    return tx.manager.findOneBy(RolloutWaveEntity, { rolloutId, number });
  }

  async changeWave(
    tx: Transaction,
    rolloutId: string,
    number: number,
    changes: Partial<Pick<RolloutWaveEntity, 'startedAt' | 'endedAt' | 'gatesSince' | 'finishedAt'>>,
  ): Promise<void> {
    await tx.manager.update(RolloutWaveEntity, { rolloutId, number }, changes);
  }
}
