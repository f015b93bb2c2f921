import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { integer, rawQuery } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { LoginFailureEntity } from './login-failure.entity.js';

const count = rawQuery('loginFailures.count', { failures: integer });

@Injectable()
export class LoginFailuresRepository {
  constructor(private readonly dataSource: DataSource) {}

  async lockedUntil(key: Buffer): Promise<Date | null> {
    const found = await this.dataSource.manager.findOneBy(LoginFailureEntity, { key });
    return found?.lockedUntil ?? null;
  }

  /**
   * Counts one more failure in a row, from anew if the last one is older than `forgottenBefore`. The row stays locked
   * until the transaction ends.
   */
  async count(tx: Transaction, key: Buffer, at: Date, forgottenBefore: Date): Promise<number> {
    const [row] = await count.rows(
      tx.manager,
      `INSERT INTO login_failures AS f (key, failures, last_failed_at) VALUES ($1, 1, $2)
       ON CONFLICT (key) DO UPDATE SET
         failures = CASE WHEN f.last_failed_at < $3 THEN 1 ELSE f.failures + 1 END, last_failed_at = $2
       RETURNING failures`,
      [key, at, forgottenBefore],
    );
    return row?.failures ?? 1;
  }

  async lock(tx: Transaction, key: Buffer, until: Date): Promise<void> {
    await tx.manager.update(LoginFailureEntity, { key }, { lockedUntil: until });
  }

  async clear(tx: Transaction, key: Buffer): Promise<void> {
    await tx.manager.delete(LoginFailureEntity, { key });
  }

  async clearAll(tx: Transaction): Promise<void> {
    await tx.manager.deleteAll(LoginFailureEntity);
  }

  async deleteForgotten(tx: Transaction, forgottenBefore: Date): Promise<void> {
    await tx.manager.delete(LoginFailureEntity, { lastFailedAt: LessThan(forgottenBefore) });
  }
}
