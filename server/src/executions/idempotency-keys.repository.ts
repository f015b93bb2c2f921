import { Injectable } from '@nestjs/common';
import { DataSource, Raw } from 'typeorm';
import { text } from '@hyprbox/contracts/schemas';
import { rawQuery } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';

/** How long an order that is sent again gives the same execution. */
const kept = `interval '24 hours'`;

/** An order as its caller names it. */
export interface NamedOrder {
  userId: string;
  key: string;
  requestHash: string;
}

export interface KnownOrder {
  requestHash: string;
  executionId: string;
}

const take = rawQuery('idempotencyKeys.take', { key: text });

@Injectable()
export class IdempotencyKeysRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The order that was carried out under this name. */
  async find({ userId, key }: NamedOrder): Promise<KnownOrder | null> {
    const createdAt = Raw((column) => `${column} >= now() - ${kept}`);
    return toKnown(await this.dataSource.manager.findOneBy(IdempotencyKeyEntity, { userId, key, createdAt }));
  }

  /**
   * Takes a key for an order. Another transaction that takes the same one waits for the end of this.
   *
   * @returns the order that has it already; null if it is taken now
   */
  async take(tx: Transaction, { userId, key, requestHash }: NamedOrder): Promise<KnownOrder | null> {
    await tx.manager.query(
      `DELETE FROM idempotency_keys WHERE (user_id, key) IN (
         SELECT user_id, key FROM idempotency_keys WHERE created_at < now() - ${kept} FOR UPDATE SKIP LOCKED)`,
    );
    const taken = await take.rows(
      tx.manager,
      `INSERT INTO idempotency_keys (user_id, key, request_hash) VALUES ($1, $2, $3)
       ON CONFLICT (user_id, key) DO NOTHING RETURNING key`,
      [userId, key, requestHash],
    );
    if (taken.length > 0) return null;
    return toKnown(await tx.manager.findOneBy(IdempotencyKeyEntity, { userId, key }));
  }

  async setExecution(tx: Transaction, { userId, key }: NamedOrder, executionId: string): Promise<void> {
    await tx.manager.update(IdempotencyKeyEntity, { userId, key }, { executionId });
  }
}

/** A row that others see has its execution: it is set in the transaction that takes the key. */
function toKnown(row: IdempotencyKeyEntity | null): KnownOrder | null {
  return row?.executionId ? { requestHash: row.requestHash, executionId: row.executionId } : null;
}
