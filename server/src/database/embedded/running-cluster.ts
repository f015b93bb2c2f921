import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applicationRole } from './application-role.js';
import { superuser } from './cluster-creation.js';
import { EmbeddedPostgresError, systemErrorCode } from './embedded-postgres.errors.js';
import { identify } from './process-identity.js';

/** Lines of `postmaster.pid`, from 0 (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_PID and LOCK_FILE_LINE_PORT). */
const pidLine = 0;
const portLine = 3;

/**
 * Where the database of a data directory answers while a server runs on it; null while none does. The application's
 * password is in that server's memory alone, so it is the superuser who signs in here, with the application's rights.
 *
 * @throws EmbeddedPostgresError where the data directory holds no database at all
 */
export async function runningClusterUrl(dataDir: string): Promise<string | null> {
  const lines = await postmasterFile(dataDir);
  const pid = Number(lines?.[pidLine]);
  if (!lines || !Number.isInteger(pid) || identify(pid) === undefined) return null;
  const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
  const url = new URL(`postgresql://${superuser}:${password}@127.0.0.1:${Number(lines[portLine])}/hyprbox`);
  url.searchParams.set('options', `-c role=${applicationRole}`);
  return url.href;
}

async function postmasterFile(dataDir: string): Promise<string[] | null> {
  const cluster = join(dataDir, 'postgres');
  await readFile(join(cluster, 'PG_VERSION')).catch((error: unknown) => {
    throw new EmbeddedPostgresError(
      systemErrorCode(error) === 'ENOENT'
        ? `There is no database in ${dataDir}. Set HYPRBOX_DATA_DIR or HYPRBOX_DATABASE_URL as for the server.`
        : `The database in ${cluster} can't be read (${systemErrorCode(error)}). Run this as the server's user, or as root.`,
    );
  });
  try {
    return (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
