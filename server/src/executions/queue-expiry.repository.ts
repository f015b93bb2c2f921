import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { uuid } from '@hyprbox/contracts/schemas';
import { rawQuery } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { ExecutionEntity } from './execution.entity.js';

const expired = rawQuery('queueExpiry.expired', { id: uuid });

/** What is queued and has waited for its node for as long as it may, by the database's time. */
@Injectable()
export class QueueExpiryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The longest ago first. What is suspended does not wait for its node. */
  async expired(limit: number): Promise<string[]> {
    const rows = await expired.rows(
      this.dataSource,
      `SELECT id FROM executions WHERE status = 'QUEUED' AND expires_at < now() AND NOT held
       ORDER BY expires_at LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Locks the execution if it is still to be called off. */
  async lockExpired(tx: Transaction, id: string): Promise<ExecutionEntity | null> {
    return tx.manager.findOne(ExecutionEntity, {
      where: { id, status: 'QUEUED', suspended: false, expiresAt: LessThan(await tx.now()) },
      lock: { mode: 'pessimistic_write' },
    });
  }
}
