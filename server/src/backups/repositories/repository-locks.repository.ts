import { Injectable } from '@nestjs/common';
import { flag, uuid } from '@hyprbox/contracts/schemas';
import { DataSource, In } from 'typeorm';
import { rawQuery, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { silenceSql } from '../../nodes/node-status.sql.js';
import { Ids } from '../../time/clock.js';
import { BackupRepositoryEntity } from './backup-repository.entity.js';
import { LockRequestEntity } from './lock-request.entity.js';

/** A node that has not begun for so long after it was let begin is one not to wait for: it is full, or can't. */
const patienceSeconds = 60;

const lockByIdentity = rawQuery('repositoryLocks.lockByIdentity', { id: uuid });
const deleted = rawQuery('repositoryLocks.delete', { repository_id: uuid });
const requests = rawQuery('repositoryLocks.of', {
  id: uuid,
  exclusive: flag,
  running: flag,
  granted: flag,
  absent: flag,
});
const waitedFor = rawQuery('repositoryLocks.waitedFor', { id: uuid });

/** A `LockRequest`, and whether it has been let begin. */
export type StoredLockRequest = RowOf<typeof requests>;

@Injectable()
export class RepositoryLocksRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ids: Ids,
  ) {}

  /** Makes the repository known if it is not, and locks it until the transaction ends. */
  async lockByIdentity(tx: Transaction, identity: string): Promise<string> {
    const [row] = await lockByIdentity.rows(
      tx.manager,
      `INSERT INTO backup_repositories (id, identity) VALUES ($1, $2)
       ON CONFLICT (identity) DO UPDATE SET identity = excluded.identity RETURNING id`,
      [this.ids.next(), identity],
    );
    if (!row) throw new Error('A repository could not be locked.');
    return row.id;
  }

  async lock(tx: Transaction, repositoryId: string): Promise<void> {
    await tx.manager.findOne(BackupRepositoryEntity, {
      where: { id: repositoryId },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async insert(tx: Transaction, executionId: string, repositoryId: string, exclusive: boolean): Promise<void> {
    await tx.manager.insert(LockRequestEntity, { executionId, repositoryId, exclusive });
  }

  /** @returns the repository that the execution was waiting for, or had */
  async delete(tx: Transaction, executionId: string): Promise<string | null> {
    const [row] = await deleted.rows(
      tx.manager,
      'DELETE FROM backup_turns WHERE execution_id = $1 RETURNING repository_id',
      [executionId],
    );
    return row?.repository_id ?? null;
  }

  /** Something succeeded on it, so it is there: nobody makes it any more. */
  async markKnownGood(tx: Transaction, repositoryId: string): Promise<void> {
    await tx.manager.update(BackupRepositoryEntity, { id: repositoryId, knownGood: false }, { knownGood: true });
  }

  /**
   * Oldest first: ids are UUIDv7. Until a repository is known to be there everybody needs it alone, as two that make it
   * at the same time would leave it with two keys, and what one of them wrote could not be read.
   */
  async of(tx: Transaction, repositoryId: string, now: Date): Promise<StoredLockRequest[]> {
    return requests.rows(
      tx.manager,
      `SELECT t.execution_id AS id, t.exclusive OR NOT r.known_good AS exclusive, e.status = 'RUNNING' AS running, NOT e.held AS granted,
         n.last_seen_at IS NULL OR n.last_seen_at <= $2::timestamptz - ${silenceSql} * interval '1 second'
           OR (NOT e.held AND t.released_at < $2::timestamptz - interval '${patienceSeconds} seconds') AS absent
       FROM backup_turns t JOIN executions e ON e.id = t.execution_id JOIN nodes n ON n.id = e.node_id
         JOIN backup_repositories r ON r.id = t.repository_id
       WHERE t.repository_id = $1 AND e.status IN ('QUEUED', 'RUNNING') ORDER BY t.execution_id`,
      [repositoryId, now],
    );
  }

  async markGranted(tx: Transaction, executionIds: readonly string[], now: Date): Promise<void> {
    if (executionIds.length === 0) return;
    await tx.manager.update(LockRequestEntity, { executionId: In([...executionIds]) }, { grantedAt: now });
  }

  /** Repositories at which somebody waits. */
  async waitedFor(count: number): Promise<string[]> {
    const rows = await waitedFor.rows(
      this.dataSource,
      `SELECT DISTINCT t.repository_id AS id FROM backup_turns t JOIN executions e ON e.id = t.execution_id
       WHERE e.held AND e.status = 'QUEUED' ORDER BY 1 LIMIT $1`,
      [count],
    );
    return rows.map(({ id }) => id);
  }
}
