import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError, systemErrorCode } from './embedded-postgres.errors.js';
import { syncDirectory } from './durable-files.js';

const PASSWORD_BYTES = 24;

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
  const file = await open(draft, 'w', 0o600);
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

async function readPassword(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
