import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isDatabaseAway } from './database-away.js';
import { StartError } from '../start-error.js';
import { createDataSource } from './data-source.js';
import { PartitionKeeper } from './partitions.js';

/** Any number that no other program uses for its advisory locks in this database. */
const migrationLock = 7_241_001;

/**
 * Brings the schema up to date and makes the partitions of the coming days. Servers that start together take turns,
 * and a run that was killed half way starts again where the last whole migration ended.
 *
 * @returns the names of the migrations that ran
 */
export async function migrate(url: string): Promise<string[]> {
  const dataSource = createDataSource(url);
  await dataSource.initialize();
  try {
    const lock = dataSource.createQueryRunner();
    await lock.connect();
    try {
      // A first migration of a big table may take its time, and so may the wait for another server's.
      await lock.query('SET statement_timeout = 0');
      await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
      const ran = await dataSource.runMigrations({ transaction: 'each' });
      await new PartitionKeeper(dataSource).makeAhead(new Date());
      return ran.map(({ name }) => name);
    } finally {
      await lock.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
      await lock.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

/** A database that starts together with the server may need this long until it answers. */
const reachableMs = 60_000;
const retryMs = 1_000;

/** {@link migrate}, waiting for a database that is not there yet. */
export async function migrateWhenReachable(url: string, logger: Pick<Logger, 'warn'>): Promise<string[]> {
  const deadline = Date.now() + reachableMs;
  for (let tries = 0; ; tries++) {
    try {
      return await migrate(url);
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      if (Date.now() > deadline) {
        throw new StartError(
          'The database does not answer. Check HYPRBOX_DATABASE_URL, and that PostgreSQL runs there.',
          {
            cause: error,
          },
        );
      }
      if (tries === 0) logger.warn('The database does not answer yet; waiting for it.');
      await delay(retryMs);
    }
  }
}
