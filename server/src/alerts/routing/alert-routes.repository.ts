import { Injectable } from '@nestjs/common';
import type { AlertRoutes } from '@hyprbox/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';
import { AlertChannelEntity } from '../channels/alert-channel.entity.js';
import { AlertRoutesEntity } from './alert-routes.entity.js';

@Injectable()
export class AlertRoutesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async read(manager: EntityManager = this.dataSource.manager): Promise<AlertRoutes> {
    const row = await manager.findOneByOrFail(AlertRoutesEntity, { singleton: true });
    return { items: row.routes, version: row.version };
  }

  /** All channels, by name. */
  async channels(manager: EntityManager = this.dataSource.manager): Promise<AlertChannelEntity[]> {
    return manager.find(AlertChannelEntity, { order: { name: 'ASC' } });
  }

  async lock(tx: Transaction): Promise<AlertRoutes> {
    const row = await tx.manager.findOneOrFail(AlertRoutesEntity, {
      where: { singleton: true },
      lock: { mode: 'pessimistic_write' },
    });
    return { items: row.routes, version: row.version };
  }

  async write(tx: Transaction, { items, version }: AlertRoutes): Promise<void> {
    await tx.manager.update(AlertRoutesEntity, { singleton: true }, { routes: items, version });
  }
}
