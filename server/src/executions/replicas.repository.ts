import { Injectable } from '@nestjs/common';
import { affectedRows } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { ReplicaEntity } from './replica.entity.js';

/** The replicas that reach the database, by the database's time. */
@Injectable()
export class ReplicasRepository {
  async noteAlive(tx: Transaction, id: string): Promise<void> {
    await tx.manager.query(
      `INSERT INTO replicas (id, seen_at) VALUES ($1, now()) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
      [id],
    );
  }

  async leave(tx: Transaction, id: string): Promise<void> {
    await tx.manager.delete(ReplicaEntity, { id });
  }

  /** Forgets replicas that have been silent for so long. @returns whether there were any */
  async forgetSilent(tx: Transaction, ms: number): Promise<boolean> {
    const count = await affectedRows(
      tx.manager,
      `DELETE FROM replicas WHERE seen_at < now() - $1 * interval '1 millisecond'`,
      [ms],
    );
    return count > 0;
  }
}
