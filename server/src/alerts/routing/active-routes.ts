import { Injectable } from '@nestjs/common';
import type { AlertRoute } from '@hyprbox/contracts';
import type { EntityManager } from 'typeorm';
import type { AlertChannelEntity } from '../channels/alert-channel.entity.js';
import { AlertRoutesRepository } from './alert-routes.repository.js';
import { defaultRoute } from './route-match.js';

/** The routes in force, with the channels that they may name. */
@Injectable()
export class ActiveRoutes {
  constructor(private readonly routes: AlertRoutesRepository) {}

  /** Where nobody has made a route, everything goes to every channel. */
  async read(manager: EntityManager): Promise<{ routes: AlertRoute[]; channels: Map<string, AlertChannelEntity> }> {
    const { items } = await this.routes.read(manager);
    const all = await this.routes.channels(manager);
    const channels = new Map(all.map((channel) => [channel.id, channel]));
    const enabled = all.filter((channel) => channel.enabled).map(({ id }) => id);
    return { routes: items.length > 0 ? items : [defaultRoute(enabled)], channels };
  }
}
