import { Injectable } from '@nestjs/common';
import { flag, number } from '@hyprbox/contracts/schemas';
import { DataSource, type QueryRunner } from 'typeorm';
import { rawQuery } from '../database/raw-query.js';

/** The first key of the tasks' advisory locks in this database; the second one is the name's hash. */
export const taskLockSpace = 7_241_003;

const tryLock = rawQuery('scheduledTasks.tryLock', { locked: flag });
const lastDone = rawQuery('scheduledTasks.lastDone', { ms: number });

/** What is known of a task while its lock is held. */
export interface LockedTask {
  /** How long ago a replica did it last, in ms; null if none ever has. */
  sinceLastMs(): Promise<number | null>;
  markDone(): Promise<void>;
}

@Injectable()
export class ScheduledTasksRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Does work under the task's advisory lock. The lock belongs to a connection, so it is free again as soon as its
   * replica is gone.
   *
   * @returns whether the lock was free
   */
  async whileLocked(name: string, work: (task: LockedTask) => Promise<void>): Promise<boolean> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.connect();
      const [row] = await tryLock.rows(runner, 'SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked', [
        taskLockSpace,
        name,
      ]);
      if (!row?.locked) return false;
      try {
        await work({ sinceLastMs: () => sinceLastMs(runner, name), markDone: () => markDone(runner, name) });
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1, hashtext($2))', [taskLockSpace, name]);
      }
      return true;
    } finally {
      await runner.release();
    }
  }
}

async function sinceLastMs(runner: QueryRunner, name: string): Promise<number | null> {
  const [last] = await lastDone.rows(
    runner,
    'SELECT (extract(epoch FROM clock_timestamp() - done_at) * 1000)::float8 AS ms FROM duties WHERE name = $1',
    [name],
  );
  return last?.ms ?? null;
}

async function markDone(runner: QueryRunner, name: string): Promise<void> {
  await runner.query(
    `INSERT INTO duties (name, done_at) VALUES ($1, clock_timestamp())
     ON CONFLICT (name) DO UPDATE SET done_at = excluded.done_at`,
    [name],
  );
}
