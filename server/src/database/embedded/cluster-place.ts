import { randomBytes } from 'node:crypto';
import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { canEnter, chooseAccount, ownerOf } from './account.js';
import type { Account } from './account.js';
import { EmbeddedPostgresError, messageOf, systemErrorCode } from './embedded-postgres.errors.js';
import type { EmbeddedPostgresLog } from './embedded-postgres.log.js';
import { ensureSystemDirectory } from './system-directory.js';

/** Where a cluster (PostgreSQL's own data directory) lies, and who PostgreSQL runs as on it. */
export interface ClusterPlace {
  /** What names the cluster: in the server's data directory, either the cluster itself or a link to it. */
  name: string;
  /** The cluster's real path. */
  directory: string;
  exists: boolean;
  /** Absent: the user that runs the server. */
  account: Account | undefined;
}

/**
 * Finds the cluster of a data directory, or the place for a new one: the data directory itself, unless the user that
 * PostgreSQL has to run as cannot enter it. `name` is the truth: without it there is no cluster.
 */
export async function placeCluster(
  dataDir: string,
  systemDirectory: string,
  log: EmbeddedPostgresLog,
): Promise<ClusterPlace> {
  const name = join(dataDir, 'postgres');
  if (await existsByName(name)) return existingCluster(name);
  if (process.geteuid?.() !== 0) return { name, directory: name, exists: false, account: undefined };

  const account = await chooseAccount(log);
  if (await canEnter(account, dataDir)) return { name, directory: name, exists: false, account };
  const directory = join(await privateClusters(systemDirectory), randomBytes(8).toString('hex'));
  log.info(`The database lies in ${directory}, because the user "${account.name}" cannot enter ${dataDir}`);
  return { name, directory, exists: false, account };
}

async function existingCluster(name: string): Promise<ClusterPlace> {
  const directory = await realpath(name).catch((error: unknown) => {
    throw new EmbeddedPostgresError(
      `${name} links to a database that is not there (${messageOf(error)}). ` +
        'Bring it back, or remove the link to start with an empty database.',
      { cause: error },
    );
  });
  const account = await ownerOf(directory);
  const self = process.geteuid?.();
  if (self !== 0) {
    if (account?.uid === self) return { name, directory, exists: true, account: undefined };
    throw new EmbeddedPostgresError(
      `The database in ${directory} belongs to the user "${account?.name ?? 'root'}". Run the server as the user that ` +
        'made it, or name another directory in HYPRBOX_DATA_DIR.',
    );
  }
  if (account === undefined) {
    throw new EmbeddedPostgresError(
      `The database in ${directory} belongs to root, and PostgreSQL refuses to run as root. ` +
        `Give it to the user it ran as before: chown -R USER ${directory}`,
    );
  }
  if (!(await canEnter(account, directory))) {
    throw new EmbeddedPostgresError(
      `The user "${account.name}", which PostgreSQL runs as, cannot enter ${directory}. ` +
        'Let others pass through the directories above it (chmod o+x).',
    );
  }
  return { name, directory, exists: true, account };
}

/** Also true for a link to nowhere. */
async function existsByName(name: string): Promise<boolean> {
  try {
    await lstat(name);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function privateClusters(systemDirectory: string): Promise<string> {
  const clusters = join(systemDirectory, 'clusters');
  try {
    await ensureSystemDirectory(systemDirectory, 0o755);
    await ensureSystemDirectory(clusters, 0o711);
    return clusters;
  } catch (error) {
    throw new EmbeddedPostgresError(
      `${clusters} cannot be made: ${messageOf(error)}. Run the server as an ordinary user, or name a directory in ` +
        'HYPRBOX_DATA_DIR that other users may pass through.',
      { cause: error },
    );
  }
}
