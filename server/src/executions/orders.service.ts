import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalJson } from '../common/canonical-json.js';
import type { Audited } from '../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import { IdempotencyKeyReused } from './executions.errors.js';
import { IdempotencyKeysRepository, type KnownOrder, type NamedOrder } from './idempotency-keys.repository.js';

/** Who orders what, and under which name. */
export interface Order {
  userId: string;
  /** The caller's own name for it; undefined where it has none, and each order is another. */
  key: string | undefined;
  /** All that tells it from another order under the same name, defaults filled in. */
  request: object;
}

/** An order that nothing stands against any more. */
export interface PreparedOrder {
  /** What the audit trail tells of the execution with this id; null for nothing. */
  audited: (id: string) => Audited | null;
  /** Queues the execution. @returns its id */
  queue: (tx: Transaction) => Promise<string>;
}

/** Where people's orders become executions: under one name of one user one execution, whichever replica is asked. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly keys: IdempotencyKeysRepository,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * @param prepare not called for an order that was carried out before: it gives what it gave, also when it could not be
   *   made again
   * @returns the execution's id
   * @throws IdempotencyKeyReused for a name that stands for another order
   */
  async carryOut(order: Order, prepare: () => PreparedOrder | Promise<PreparedOrder>): Promise<string> {
    const named = nameOf(order);
    const before = named && (await this.keys.find(named));
    if (before) return madeFor(named, before);
    const { audited, queue } = await prepare();
    const { id } = await this.work.run<{ id: string; isNew: boolean }>(
      ({ id, isNew }) => (isNew ? audited(id) : null),
      async (tx) => {
        const known = named && (await this.keys.take(tx, named));
        if (known) return { id: madeFor(named, known), isNew: false };
        const id = await queue(tx);
        if (named) await this.keys.setExecution(tx, named, id);
        return { id, isNew: true };
      },
    );
    return id;
  }
}

function nameOf({ userId, key, request }: Order): NamedOrder | null {
  if (key === undefined) return null;
  return { userId, key, requestHash: createHash('sha256').update(canonicalJson(request)).digest('hex') };
}

function madeFor(order: NamedOrder, known: KnownOrder): string {
  if (known.requestHash !== order.requestHash) throw new IdempotencyKeyReused();
  return known.executionId;
}
