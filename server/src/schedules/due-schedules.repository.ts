import { Injectable } from '@nestjs/common';
import { rolloutStates } from '@hyprbox/contracts';
import { nullable, oneOf, uuid } from '@hyprbox/contracts/schemas';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { rawQuery, timestamp, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { DueTime } from './fire-times.js';
import { ScheduleEntity } from './schedule.entity.js';

const dueIds = rawQuery('dueSchedules.ids', { id: uuid });
const queuedIds = rawQuery('dueSchedules.queuedIds', { id: uuid });
const nextStartAt = rawQuery('dueSchedules.nextStartAt', { at: nullable(timestamp) });
const openRollouts = rawQuery('dueSchedules.openRollouts', { id: uuid, state: oneOf(rolloutStates) });
/** A rollout of a schedule that is not over. */
export type OpenRollout = RowOf<typeof openRollouts>;

/** Of `schedules s`. */
const isUnderWay = 'EXISTS (SELECT FROM rollouts r WHERE r.schedule_id = s.id AND r.finished_at IS NULL)';

/** The schedules that have something to do. */
@Injectable()
export class DueSchedulesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those whose time has come, the longest ago first. */
  async dueIds(now: Date): Promise<string[]> {
    const rows = await dueIds.rows(
      this.dataSource,
      'SELECT s.id FROM schedules s WHERE s.enabled AND s.starts_at <= $1 ORDER BY s.starts_at, s.id',
      [now],
    );
    return rows.map(({ id }) => id);
  }

  /** Those of which a firing waited for a rollout that is over. */
  async queuedIds(): Promise<string[]> {
    const rows = await queuedIds.rows(
      this.dataSource,
      `SELECT s.id FROM schedules s WHERE s.queued_at IS NOT NULL AND s.enabled AND NOT ${isUnderWay}
       ORDER BY s.queued_at, s.id`,
    );
    return rows.map(({ id }) => id);
  }

  /** When the next one starts; null when nothing is planned. */
  async nextStartAt(): Promise<Date | null> {
    const [row] = await nextStartAt.rows(
      this.dataSource,
      'SELECT min(s.starts_at) AS at FROM schedules s WHERE s.enabled',
    );
    return row?.at ?? null;
  }

  async find(id: string): Promise<ScheduleEntity | null> {
    return this.dataSource.manager.findOneBy(ScheduleEntity, { id });
  }

  /** Locks a schedule that is due; null if it is not, is another one than was seen, or is in somebody else's hands. */
  async lockDue({ manager }: Transaction, seen: ScheduleEntity, now: Date): Promise<ScheduleEntity | null> {
    return free(manager, seen).andWhere('s.startsAt <= :now', { now }).getOne();
  }

  /** As {@link lockDue}, of one of which a firing waits. */
  async lockQueued({ manager }: Transaction, seen: ScheduleEntity): Promise<ScheduleEntity | null> {
    return free(manager, seen).andWhere(`s.queuedAt IS NOT NULL AND NOT ${isUnderWay}`).getOne();
  }

  /** The rollouts of a schedule that are not over, oldest first. */
  async openRollouts(tx: Transaction, id: string): Promise<OpenRollout[]> {
    return openRollouts.rows(
      tx.manager,
      'SELECT r.id, r.state FROM rollouts r WHERE r.schedule_id = $1 AND r.finished_at IS NULL ORDER BY r.id',
      [id],
    );
  }

  async setDue(
    tx: Transaction,
    { id, nextAt, startsAt, queuedAt }: DueTime & Pick<ScheduleEntity, 'id' | 'queuedAt'>,
  ): Promise<void> {
    await tx.manager.update(ScheduleEntity, { id }, { nextAt, startsAt, queuedAt });
  }
}

function free(manager: EntityManager, { id, version }: ScheduleEntity): SelectQueryBuilder<ScheduleEntity> {
  return manager
    .createQueryBuilder(ScheduleEntity, 's')
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .where('s.id = :id AND s.version = :version AND s.enabled', { id, version });
}
