import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isUniqueViolation } from '../database/unique-violation.js';
import type { Transaction } from '../database/unit-of-work.js';
import { ScheduleEntity } from './schedule.entity.js';
import { ScheduleNameTaken } from './schedules.errors.js';

@Injectable()
export class SchedulesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<ScheduleEntity | null> {
    return this.dataSource.manager.findOneBy(ScheduleEntity, { id });
  }

  /** By name. */
  async findPage(afterName: string | null, count: number): Promise<ScheduleEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(ScheduleEntity, 'schedule')
      .orderBy('schedule.name', 'ASC');
    if (afterName !== null) query.where('schedule.name > :afterName', { afterName });
    return query.take(count).getMany();
  }

  /** Those that name the preset, by name. */
  async findUsing(presets: readonly string[], count: number): Promise<ScheduleEntity[]> {
    return this.dataSource.manager
      .createQueryBuilder(ScheduleEntity, 'schedule')
      .where(`ARRAY[schedule.rollout ->> 'preset', schedule.rollout #>> '{gates,checkPreset}'] && :presets::text[]`, {
        presets,
      })
      .orderBy('schedule.name', 'ASC')
      .take(count)
      .getMany();
  }

  async findEnabled(): Promise<ScheduleEntity[]> {
    return this.dataSource.manager.find(ScheduleEntity, { where: { enabled: true }, order: { id: 'ASC' } });
  }

  /** How many there are. Until the end of the transaction nobody else makes one more. */
  async lockAndCount(tx: Transaction): Promise<number> {
    await tx.manager.query('LOCK TABLE schedules IN SHARE ROW EXCLUSIVE MODE');
    return tx.manager.count(ScheduleEntity);
  }

  async lock(tx: Transaction, id: string): Promise<ScheduleEntity | null> {
    return tx.manager.findOne(ScheduleEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** @throws ScheduleNameTaken */
  async save(tx: Transaction, schedule: ScheduleEntity): Promise<void> {
    try {
      await tx.manager.save(ScheduleEntity, { ...schedule });
    } catch (error) {
      throw isUniqueViolation(error, 'schedules_name_key') ? new ScheduleNameTaken(schedule.name) : error;
    }
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.manager.delete(ScheduleEntity, { id });
  }
}
