import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The address of the embedded PostgreSQL of a server that runs on this data directory. */
export async function databaseUrlOf(dataDir) {
  const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
  // The fourth line of postmaster.pid is the port (PostgreSQL, src/include/utils/pidfile.h).
  const port = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgresql://hyprbox:${password}@127.0.0.1:${port}/hyprbox`;
}
