import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { flag, uuid } from '@hyprbox/contracts/schemas';
import { rawQuery } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { ExecutionEntity } from './execution.entity.js';

const expired = rawQuery('leases.expired', { id: uuid });
const hasExpired = rawQuery('leases.lockExpired', { expired: flag });

/** The leases of what runs, by the database's time. */
@Injectable()
export class LeasesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async isAnyRunning(): Promise<boolean> {
    return this.dataSource.getRepository(ExecutionEntity).existsBy({ status: 'RUNNING' });
  }

  async startAllAfresh(tx: Transaction, seconds: number): Promise<void> {
    await tx.manager.query(
      `UPDATE executions SET lease_expires_at = now() + $1 * interval '1 second' WHERE status = 'RUNNING'`,
      [seconds],
    );
  }

  /** The ids of executions whose lease has run out, the longest ago first. */
  async expired(limit: number): Promise<string[]> {
    const rows = await expired.rows(
      this.dataSource,
      `SELECT id FROM executions WHERE status = 'RUNNING' AND lease_expires_at < now() ORDER BY lease_expires_at LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Locks the execution if its lease has still run out. */
  async lockExpired(tx: Transaction, id: string): Promise<ExecutionEntity | null> {
    const execution = await tx.manager.findOne(ExecutionEntity, {
      where: { id, status: 'RUNNING' },
      lock: { mode: 'pessimistic_write' },
    });
    if (!execution) return null;
    // Asked anew, as the lease may have been renewed while the row was waited for.
    const [row] = await hasExpired.rows(
      tx.manager,
      'SELECT lease_expires_at < now() AS expired FROM executions WHERE id = $1',
      [id],
    );
    return row?.expired ? execution : null;
  }
}
