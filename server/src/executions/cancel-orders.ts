import { Injectable } from '@nestjs/common';
import type { CancelOrder } from '@hyprbox/contracts';
import { Notifications } from '../notifications/notifications.js';
import { ClaimsRepository } from './claims.repository.js';
import { GroupedRequests } from './grouped-requests.js';

/** An order to cancel that the agent is still following is not said again before this time. */
const repeatMs = 2_000;
/** Nodes whose orders are looked for together. */
const most = 500;

/** The orders to cancel that agents are handed. */
@Injectable()
export class CancelOrders {
  /** When each order was last handed out. Only a brake: lost with the process, it is handed out again. */
  private readonly ordered = new Map<string, number>();
  private readonly orders: GroupedRequests<string, CancelOrder[]>;

  constructor(repository: ClaimsRepository, notifications: Notifications) {
    this.orders = new GroupedRequests({
      most,
      keysOf: () => [],
      answer: async (nodeIds) => {
        const orders = await repository.cancelOrders(nodeIds);
        return nodeIds.map((nodeId) => orders.get(nodeId) ?? []);
      },
    });
    notifications.on('execution', ({ id }) => this.ordered.delete(id));
  }

  /** Those of a node that are to be handed out now, and how long it is to the next one. */
  async due(nodeId: string): Promise<{ due: CancelOrder[]; nextInMs: number }> {
    const orders = await this.orders.ask(nodeId);
    const now = Date.now();
    let nextInMs = Number.POSITIVE_INFINITY;
    const due = orders.filter(({ id }) => {
      const waitMs = (this.ordered.get(id) ?? 0) + repeatMs - now;
      if (waitMs > 0) nextInMs = Math.min(nextInMs, waitMs);
      return waitMs <= 0;
    });
    for (const { id } of due) this.ordered.set(id, now);
    return { due, nextInMs };
  }
}
