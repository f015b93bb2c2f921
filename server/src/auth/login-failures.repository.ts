import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/unit-of-work.js';

@Injectable()
export class LoginFailuresRepository {
  constructor(private readonly dataSource: DataSource) {}

  async lockedUntil(key: Buffer): Promise<Date | null> {
    const [row]: { locked_until: Date | null }[] = await this.dataSource.query(
      'SELECT locked_until FROM login_failures WHERE key = $1',
      [key],
    );
    return row?.locked_until ?? null;
  }

  /**
   * Counts one more failure in a row, from anew if the last one is older than `forgottenBefore`. The row stays locked
   * until the transaction ends.
   */
  async count(tx: Transaction, key: Buffer, at: Date, forgottenBefore: Date): Promise<number> {
    const [row]: { failures: number }[] = await tx.manager.query(
      `INSERT INTO login_failures AS f (key, failures, last_failed_at) VALUES ($1, 1, $2)
       ON CONFLICT (key) DO UPDATE SET
         failures = CASE WHEN f.last_failed_at < $3 THEN 1 ELSE f.failures + 1 END, last_failed_at = $2
       RETURNING failures`,
      [key, at, forgottenBefore],
    );
    return row?.failures ?? 1;
  }

  async lock(tx: Transaction, key: Buffer, until: Date): Promise<void> {
    await tx.manager.query('UPDATE login_failures SET locked_until = $2 WHERE key = $1', [key, until]);
  }

  async clear(tx: Transaction, key: Buffer): Promise<void> {
    await tx.manager.query('DELETE FROM login_failures WHERE key = $1', [key]);
  }

  async deleteForgotten(tx: Transaction, forgottenBefore: Date): Promise<void> {
    await tx.manager.query('DELETE FROM login_failures WHERE last_failed_at < $1', [forgottenBefore]);
  }
}
