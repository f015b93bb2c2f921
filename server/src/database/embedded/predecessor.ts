import { readFile, readlink, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EmbeddedPostgresError, systemErrorCode } from './embedded-postgres.errors.js';
import type { EmbeddedPostgresLog } from './embedded-postgres.log.js';
import { commandLine, identify } from './process-identity.js';
import { waitUntil } from './wait-until.js';

const FAST_STOP_MS = 20_000;
const IMMEDIATE_STOP_MS = 10_000;

/**
 * Waits until the PostgreSQL of an earlier server has ended. The caller holds the data directory's lock, so that
 * server is gone and its PostgreSQL is stopping or, where it could not be bound to its parent's life, an orphan to
 * be stopped; being told to stop twice does it no harm.
 */
export async function waitForPredecessor(directory: string, log: EmbeddedPostgresLog): Promise<void> {
  const pid = await postmasterPid(directory);
  if (pid === undefined || identify(pid) === undefined) return;
  if (!(await isPostmaster(pid, directory))) {
    // After a crash the id may be another program's by now, and PostgreSQL would refuse to start because of it.
    await rm(join(directory, 'postmaster.pid'), { force: true });
    return;
  }
  const ended = (): boolean => identify(pid) === undefined;
  log.info(`Waiting for the PostgreSQL of an earlier server to stop (process ${pid})`);
  signal(pid, 'SIGINT');
  if (await waitUntil(ended, FAST_STOP_MS)) return;
  signal(pid, 'SIGQUIT');
  if (await waitUntil(ended, IMMEDIATE_STOP_MS)) return;
  throw new EmbeddedPostgresError(`The PostgreSQL of an earlier server (process ${pid}) does not stop. End it first.`);
}

/** The first line of `postmaster.pid` (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_PID). */
async function postmasterPid(directory: string): Promise<number | undefined> {
  try {
    const [line] = (await readFile(join(directory, 'postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(line);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function isPostmaster(pid: number, directory: string): Promise<boolean> {
  const [program] = commandLine(pid) ?? [];
  if (program === undefined || basename(program) !== 'postgres') return false;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === directory;
  } catch {
    // Another user's process; that it is a PostgreSQL is reason enough to leave its lock alone.
    return true;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // Ended meanwhile, or not ours to end: the wait shows which.
    if (!['ESRCH', 'EPERM'].includes(systemErrorCode(error) ?? '')) throw error;
  }
}
