import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';
import { AlertChannelEntity } from '../channels/alert-channel.entity.js';
import { AlertRoutesEntity } from './alert-routes.entity.js';
import type { KeyedRoute } from './route-keys.js';

/** The list as it is stored. */
export interface KeyedRoutes {
  items: KeyedRoute[];
  version: number;
}

@Injectable()
export class AlertRoutesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async read(manager: EntityManager = this.dataSource.manager): Promise<KeyedRoutes> {
    const row = await manager.findOneByOrFail(AlertRoutesEntity, { singleton: true });
    return keyed(row);
  }

  /** All channels, by name. */
  async channels(manager: EntityManager = this.dataSource.manager): Promise<AlertChannelEntity[]> {
    return manager.find(AlertChannelEntity, { order: { name: 'ASC' } });
  }

  async lock(tx: Transaction): Promise<KeyedRoutes> {
    const row = await tx.manager.findOneOrFail(AlertRoutesEntity, {
      where: { singleton: true },
      lock: { mode: 'pessimistic_write' },
    });
    return keyed(row);
  }

  async write(tx: Transaction, { items, version }: KeyedRoutes): Promise<void> {
    await tx.manager.update(AlertRoutesEntity, { singleton: true }, { routes: items, version });
  }
}

function keyed({ routes, version }: AlertRoutesEntity): KeyedRoutes {
  return { items: routes.map((route) => ({ ...route, key: route.key ?? route.name })), version };
}
