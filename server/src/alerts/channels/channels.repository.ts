import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isUniqueViolation } from '../../database/unique-violation.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { AlertChannelEntity } from './alert-channel.entity.js';
import { ChannelNameTakenError } from './channels.errors.js';

@Injectable()
export class ChannelsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<AlertChannelEntity | null> {
    return this.dataSource.manager.findOneBy(AlertChannelEntity, { id });
  }

  async findAll(): Promise<AlertChannelEntity[]> {
    return this.dataSource.manager.find(AlertChannelEntity, { order: { id: 'ASC' } });
  }

  /** Newest first. */
  async findPage(beforeId: string | null, count: number): Promise<AlertChannelEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(AlertChannelEntity, 'channel')
      .orderBy('channel.id', 'DESC');
    if (beforeId !== null) query.where('channel.id < :beforeId', { beforeId });
    return query.take(count).getMany();
  }

  async lock(tx: Transaction, id: string): Promise<AlertChannelEntity | null> {
    return tx.manager.findOne(AlertChannelEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async count(tx: Transaction): Promise<number> {
    return tx.manager.count(AlertChannelEntity);
  }

  async insert(tx: Transaction, channel: AlertChannelEntity): Promise<void> {
    await refusingTakenName(() => tx.manager.insert(AlertChannelEntity, { ...channel }));
  }

  async update(tx: Transaction, { id, ...columns }: Partial<AlertChannelEntity> & { id: string }): Promise<void> {
    await refusingTakenName(() => tx.manager.update(AlertChannelEntity, { id }, columns));
  }

  async delete(tx: Transaction, id: string): Promise<void> {
    await tx.manager.delete(AlertChannelEntity, { id });
  }
}

async function refusingTakenName(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw isUniqueViolation(error, 'alert_channels_name_key') ? new ChannelNameTakenError() : error;
  }
}
