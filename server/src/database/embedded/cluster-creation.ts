import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ClusterPlace } from './cluster-place.js';
import { syncDirectory } from './durable-files.js';
import { EmbeddedPostgresError, messageOf } from './embedded-postgres.errors.js';
import type { Launcher } from './parent-death.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { diskHint } from './disk-hint.js';

const run = promisify(execFile);

const INITDB_TIMEOUT_MS = 120_000;

export const superuser = 'hyprbox';

export interface ClusterCreation {
  place: ClusterPlace;
  binaries: PostgresBinaries;
  launcher: Launcher;
  password: string;
  /** False only where the data need not outlive the machine. */
  durable: boolean;
}

/** Makes a cluster that appears under its name whole or not at all; half-made ones are cleared away. */
export async function createCluster(creation: ClusterCreation): Promise<void> {
  const { place, password } = creation;
  const inPlace = place.directory === place.name;
  // A name of its own: the initdb of a server that was killed may still be writing to its draft.
  const draft = inPlace ? `${place.name}.new.${randomUUID()}` : place.directory;
  const passwordFile = `${draft}.password`;
  try {
    await clearDrafts(place.name);
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (place.account !== undefined) {
      await chown(draft, place.account.uid, place.account.gid);
      await chown(passwordFile, place.account.uid, place.account.gid);
    }
    await initialise(draft, passwordFile, creation);
    if (inPlace) {
      await rename(draft, place.name);
    } else {
      // For whoever finds the directory later and wonders whose it is.
      await writeFile(`${place.directory}.owner`, `${place.name}\n`, { mode: 0o600 });
      await symlink(place.directory, place.name);
    }
    await syncDirectory(dirname(place.directory));
    await syncDirectory(dirname(place.name));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(
      `The database could not be created in ${place.directory}: ${messageOf(error)}${await diskHint(dirname(draft))}`,
      { cause: error },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** PostgreSQL reads no other major version's files. */
export async function checkMajorVersion(directory: string, binaries: PostgresBinaries): Promise<void> {
  const path = join(directory, 'PG_VERSION');
  const found = (
    await readFile(path, 'utf8').catch((error: unknown) => {
      throw new EmbeddedPostgresError(`${directory} is not a PostgreSQL database: ${messageOf(error)}`, {
        cause: error,
      });
    })
  ).trim();
  const [expected] = binaries.version.split('.');
  if (found === expected) return;
  throw new EmbeddedPostgresError(
    `The database in ${directory} was made by PostgreSQL ${found}, and this version of HyprBox brings ` +
      `PostgreSQL ${expected}. Start the HyprBox version that made it, dump it with pg_dump, and restore the dump here.`,
  );
}

async function initialise(directory: string, passwordFile: string, creation: ClusterCreation): Promise<void> {
  const { binaries, launcher, durable } = creation;
  const { program, words, options } = launcher.command(binaries.initdb, [
    `--pgdata=${directory}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // What a disk changed is noticed when it is read, and not handed on.
    '--data-checksums',
    // PostgreSQL's own collation knows all of Unicode's cases and doesn't change with the host's libc.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ]);
  const env = { PATH: process.env['PATH'], LC_ALL: 'C' };
  await run(program, words, { ...options, cwd: '/', env, timeout: INITDB_TIMEOUT_MS });
}

async function clearDrafts(name: string): Promise<void> {
  for (const entry of await readdir(dirname(name))) {
    if (!entry.startsWith(`${basename(name)}.new.`)) continue;
    // What an initdb that is still ending keeps from being removed is removed by the next creation, if any.
    await rm(join(dirname(name), entry), { recursive: true, force: true }).catch(() => undefined);
  }
}
