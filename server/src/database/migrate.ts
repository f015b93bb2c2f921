import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { databaseFault, refused } from './database-away.js';
import { checkRequirements, requireWrites } from './database-requirements.js';
import { StartError } from '../common/start-error.js';
import { createDataSource } from './data-source.js';
import { DatabaseClock } from './database-clock.js';
import { checkApplicationRole, roleOf } from './application-role.js';
import { closeFunctions, grantToApplication } from './application-grants.js';
import type { DatabaseAccess } from './database-access.js';
import { startFault, type DatabaseAddress } from './start-fault.js';
import { PartitionKeeper } from './partitions.js';

/** Any number that no other program uses for its advisory locks in this database. */
const migrationLock = 7_241_001;

/**
 * Brings the schema up to date and makes the partitions of the coming days. Servers that start together take turns,
 * and a run that was killed half way starts again where the last whole migration ended.
 *
 * @param grantTo the role that the server works as, where it is another one than migrates
 * @returns the names of the migrations that ran
 */
export async function migrate(url: string, grantTo: string | null = null): Promise<string[]> {
  // A first migration of a big table may take its time, and so may the wait for another server's.
  const dataSource = createDataSource(url, { limits: { statementMs: 0, lockMs: 0 } });
  await dataSource.initialize();
  try {
    await checkRequirements(dataSource);
    await requireWrites(dataSource);
    const lock = dataSource.createQueryRunner();
    await lock.connect();
    try {
      await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
      const ran = await dataSource.runMigrations({ transaction: 'each' });
      await closeFunctions(dataSource);
      if (grantTo !== null) await grantToApplication(dataSource, grantTo);
      await new PartitionKeeper(dataSource).makeAhead(await new DatabaseClock(dataSource).now());
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
/** A host's name may be announced together with the server; one that is not known by then is a mistake. */
const knownHostMs = 10_000;
const retryMs = 1_000;

/**
 * {@link migrate}, waiting for a database that is not there yet, or takes no writes yet.
 *
 * @throws StartError with one line that says what to do
 */
export async function migrateWhenReachable(
  { url, migrationUrl }: DatabaseAccess,
  logger: Pick<Logger, 'warn'>,
): Promise<string[]> {
  const server = { url, setting: 'HYPRBOX_DATABASE_URL' } as const;
  if (migrationUrl === url) return whenReachable(server, logger, () => migrate(url));
  const migration = { url: migrationUrl, setting: 'HYPRBOX_MIGRATION_DATABASE_URL' } as const;
  const role = await whenReachable(server, logger, () => roleOf(url));
  const ran = await whenReachable(migration, logger, () => migrate(migrationUrl, role));
  await whenReachable(server, logger, () => checkApplicationRole(url, logger));
  return ran;
}

/**
 * Signs in and out again.
 *
 * @throws StartError with one line that says what to do
 */
export async function checkReachable(address: DatabaseAddress): Promise<void> {
  try {
    await roleOf(address.url);
  } catch (error) {
    const fault = startFault(error, address);
    throw fault === null ? error : new StartError(fault, { cause: error });
  }
}

async function whenReachable<T>(
  address: DatabaseAddress,
  logger: Pick<Logger, 'warn'>,
  work: () => Promise<T>,
): Promise<T> {
  const started = performance.now();
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StartError) throw error;
      const fault = startFault(error, address);
      if (fault === null) throw error;
      if (performance.now() - started >= patienceMs(error)) throw new StartError(fault, { cause: error });
      if (tries === 0) logger.warn(`The database can not be used yet; waiting for it. ${fault}`);
      await delay(retryMs);
    }
  }
}

function patienceMs(error: unknown): number {
  const fault = databaseFault(error);
  // Nobody lets the server in because it waits.
  if (fault === null || fault === refused) return 0;
  return error instanceof Error && 'code' in error && error.code === 'ENOTFOUND' ? knownHostMs : reachableMs;
}
