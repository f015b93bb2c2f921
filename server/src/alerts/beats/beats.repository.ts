import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isUniqueViolation } from '../../database/unique-violation.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { BeatEntity } from './beat.entity.js';
import { BeatNameTaken } from './beats.errors.js';

@Injectable()
export class BeatsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<BeatEntity | null> {
    return this.dataSource.manager.findOneBy(BeatEntity, { id });
  }

  async findIdByTokenHash(tokenHash: Buffer): Promise<string | null> {
    const beat = await this.dataSource.manager.findOne(BeatEntity, { select: { id: true }, where: { tokenHash } });
    return beat?.id ?? null;
  }

  /** By name. */
  async findPage(afterName: string | null, count: number): Promise<BeatEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(BeatEntity, 'beat').orderBy('beat.name', 'ASC');
    if (afterName !== null) query.where('beat.name > :afterName', { afterName });
    return query.take(count).getMany();
  }

  /** All of them, locked against pings that come meanwhile. */
  async lockAll(tx: Transaction): Promise<BeatEntity[]> {
    return tx.manager.find(BeatEntity, { order: { id: 'ASC' }, lock: { mode: 'pessimistic_write' } });
  }

  async lock(tx: Transaction, id: string): Promise<BeatEntity | null> {
    return tx.manager.findOne(BeatEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async count(tx: Transaction): Promise<number> {
    return tx.manager.count(BeatEntity);
  }

  async insert(tx: Transaction, beat: BeatEntity): Promise<void> {
    await refusingTakenName(beat, () => tx.manager.insert(BeatEntity, { ...beat }));
  }

  async update(tx: Transaction, beat: BeatEntity): Promise<void> {
    const { id, ...columns } = beat;
    await refusingTakenName(beat, () => tx.manager.update(BeatEntity, { id }, columns));
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.manager.delete(BeatEntity, { id });
  }
}

async function refusingTakenName({ name }: BeatEntity, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw isUniqueViolation(error, 'beats_name_key') ? new BeatNameTaken(name) : error;
  }
}
