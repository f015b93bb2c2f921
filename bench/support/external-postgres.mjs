import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../../scripts/repository.mjs';

/** A PostgreSQL that several servers share, in a temporary directory; `stop` takes both away. */
export async function startExternalPostgres() {
  const { EmbeddedPostgres } = await import(inRoot('server', 'dist', 'database', 'embedded', 'embedded-postgres.js'));
  const directory = await mkdtemp(join(tmpdir(), 'hyprbox-bench-postgres-'));
  await chmod(directory, 0o711);
  const postgres = new EmbeddedPostgres({
    dataDir: directory,
    log: { info: () => {}, warn: console.warn, error: console.error },
  });
  const stop = async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await postgres.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: postgres.url, ownerUrl: postgres.ownerUrl, stop };
}
