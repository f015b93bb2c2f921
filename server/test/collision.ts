import { eventually } from '@hyprbox/testing';
import pg from 'pg';

/**
 * Lets calls collide: holds what `lock` locks until as many statements wait as there are calls, then lets all go at
 * once. Without it, a race would be tested only when luck brings the calls together.
 */
export async function collide<T>(databaseUrl: string, lock: string, calls: (() => Promise<T>)[]): Promise<T[]> {
  const holder = new pg.Client({ connectionString: databaseUrl });
  const observer = new pg.Client({ connectionString: databaseUrl });
  await Promise.all([holder.connect(), observer.connect()]);
  try {
    await holder.query('BEGIN');
    await holder.query(lock);
    const answers = Promise.all(calls.map((call) => call()));
    await eventually(async () => {
      const { rows } = await observer.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows[0]?.waiting === calls.length;
    });
    await holder.query('COMMIT');
    return await answers;
  } finally {
    await Promise.all([holder.end(), observer.end()]);
  }
}
