import { Injectable } from '@nestjs/common';
import type { AlertRoute } from '@hyprbox/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { selectedNodes } from '../../selectors/selected-nodes.js';
import type { AlertChannelEntity } from '../channels/alert-channel.entity.js';
import { AlertRoutesRepository } from './alert-routes.repository.js';
import type { KeyedRoute } from './route-keys.js';
import { defaultRoute, defaultRouteName } from './route-match.js';

/** Whether the selector of the route at a place selects a host; what is of none (null) only routes for all hosts do. */
export type RouteSelects = (nodeId: string | null, index: number) => boolean;

/** The routes in force, with the channels that they may name. */
@Injectable()
export class ActiveRoutes {
  constructor(
    private readonly routes: AlertRoutesRepository,
    private readonly dataSource: DataSource,
  ) {}

  /** Where nobody has made a route, everything goes to every channel. */
  async read(
    manager: EntityManager = this.dataSource.manager,
  ): Promise<{ routes: KeyedRoute[]; channels: Map<string, AlertChannelEntity> }> {
    const { items } = await this.routes.read(manager);
    const all = await this.routes.channels(manager);
    const channels = new Map(all.map((channel) => [channel.id, channel]));
    const enabled = all.filter((channel) => channel.enabled).map(({ id }) => id);
    return { routes: items.length > 0 ? items : [{ ...defaultRoute(enabled), key: defaultRouteName }], channels };
  }

  async selects(
    routes: readonly AlertRoute[],
    nodeIds: readonly string[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<RouteSelects> {
    const selectors = routes.map(({ match }) => match.selector ?? { all: true as const });
    const selected = await selectedNodes(manager, selectors, nodeIds);
    return (nodeId, index) =>
      nodeId === null ? selectors[index]?.all === true : (selected.get(nodeId)?.has(index) ?? false);
  }
}
