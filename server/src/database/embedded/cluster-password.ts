import { randomBytes } from 'node:crypto';
import { chmod, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError, systemErrorCode } from './embedded-postgres.errors.js';
import { syncDirectory } from './durable-files.js';

const PASSWORD_BYTES = 24;
const ownMode = 0o600;
const othersBits = 0o077;

/** The superuser's password, made before the cluster and kept for the server alone. */
export async function clusterPassword(dataDir: string, clusterExists: boolean): Promise<string> {
  const path = join(dataDir, 'postgres.password');
  const kept = await readPassword(path);
  if (kept) return kept;
  if (clusterExists) {
    throw new EmbeddedPostgresError(
      `The password of the embedded PostgreSQL is missing from ${path}. ` +
        'Bring the file back from a copy of the data directory.',
    );
  }
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const draft = `${path}.new`;
  const file = await open(draft, 'w', ownMode);
  try {
    await file.writeFile(`${password}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncDirectory(dirname(path));
  return password;
}

/**
 * A copy that was brought back may have come with the modes of whoever copied it: it is closed to others again, unless it
 * is somebody else's file, which is good enough to start with.
 */
async function readPassword(path: string): Promise<string | undefined> {
  try {
    const password = (await readFile(path, 'utf8')).trim();
    if (((await stat(path)).mode & othersBits) !== 0) await chmod(path, ownMode).catch(() => undefined);
    return password;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
