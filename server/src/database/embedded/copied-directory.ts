import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ClusterPlace } from './cluster-place.js';
import { EmbeddedPostgresError, systemErrorCode } from './embedded-postgres.errors.js';

/**
 * A data directory that was copied while a server ran on the original. PostgreSQL writes its files at different times, so
 * that such a copy may lack what was acknowledged, or be damaged without anybody seeing it.
 */
export class CopiedDirectoryError extends EmbeddedPostgresError {
  constructor(directory: string, original: string) {
    super(
      `The data directory ${directory} is a copy of ${original}, made while a server ran there or before it was started ` +
        'again after a crash. A copy of running files is not safe to use: stop the server first and copy then (or move ' +
        'the directory), or use pg_basebackup or pg_dump while it runs. If you are sure that no server ran while it was ' +
        `copied, remove server.lock and postgres/postmaster.pid from ${directory} and start again.`,
    );
  }
}

/** Refuses a cluster that was copied while PostgreSQL ran on it, also when the server's lock was left out of the copy. */
export async function refuseRunningCopy(dataDir: string): Promise<void> {
  const directory = await realpath(join(dataDir, 'postgres')).catch(() => null);
  if (directory === null) return;
  const original = await linesOf(join(directory, 'postmaster.pid')).then((lines) => lines[1]);
  if (original !== undefined && original !== '' && original !== directory) {
    throw new CopiedDirectoryError(dataDir, dirname(original));
  }
}

/**
 * A data directory that only holds a link to its cluster is not copied with it: two servers would share one database.
 * One that was moved takes the cluster along.
 */
export async function claimLinkedCluster({ name, directory }: ClusterPlace): Promise<void> {
  if (directory === name) return;
  const ownerFile = `${directory}.owner`;
  const [owner = ''] = await linesOf(ownerFile);
  if (owner === '' || owner === name) return;
  if ((await linkOf(owner)) === directory) {
    throw new EmbeddedPostgresError(
      `${dirname(name)} is a copy of ${dirname(owner)}, but its database is still the same one, in ${directory}. ` +
        `Stop the other server, copy ${directory} into ${name} in place of the link, and start again.`,
    );
  }
  await writeFile(ownerFile, `${name}\n`, { mode: 0o600 });
}

async function linesOf(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function linkOf(path: string): Promise<string | undefined> {
  return readlink(path).catch(() => undefined);
}
