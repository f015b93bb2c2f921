import { randomUUID } from 'node:crypto';
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CopiedDirectoryError } from './copied-directory.js';
import { EmbeddedPostgresError, systemErrorCode } from './embedded-postgres.errors.js';
import type { EmbeddedPostgresLog } from './embedded-postgres.log.js';
import { identify, isRunning } from './process-identity.js';
import type { ProcessIdentity } from './process-identity.js';
import { waitUntil } from './wait-until.js';

/** How long a start waits for a server that has said that it is stopping. */
const STOPPING_WAIT_MS = 30_000;
/** How long it waits for one that has not: told to stop, it may still be closing its connections. */
const HELD_WAIT_MS = 10_000;

interface Holder extends ProcessIdentity {
  stopping: boolean;
  /** The directory that the lock was made in. Locks of versions before know neither this nor their inode. */
  directory?: string;
  /** The lock file's own inode: a copy of the file has another one. */
  inode?: string;
}

/** One server a data directory. The lock of a server that was killed is taken over. */
export class DataDirectoryLock {
  /** Whether it was taken over from a server that was killed on this very directory. */
  tookOver = false;

  private constructor(
    private readonly path: string,
    private readonly self: ProcessIdentity,
  ) {}

  static async acquire(dataDir: string, log: EmbeddedPostgresLog, waitMs = HELD_WAIT_MS): Promise<DataDirectoryLock> {
    const self = identify(process.pid);
    if (self === undefined) throw new EmbeddedPostgresError('The embedded PostgreSQL needs /proc, which is not there.');
    const lock = new DataDirectoryLock(join(dataDir, 'server.lock'), self);
    // The first try clears away what a killed server left behind.
    if ((await lock.tryTake()) || (await lock.tryTake())) return lock;

    const holder = await lock.holder();
    const pid = holder?.pid ?? 'unknown';
    log.info(`Another HyprBox server (process ${pid}) uses ${dataDir}: waiting for it to stop`);
    const taken =
      (await waitUntil(() => lock.tryTake(), waitMs)) ||
      ((await lock.holder())?.stopping === true && (await waitUntil(() => lock.tryTake(), STOPPING_WAIT_MS)));
    if (taken) return lock;
    throw new EmbeddedPostgresError(
      `Another HyprBox server uses this data directory: process ${pid} in ${dataDir}. ` +
        'Stop it first, or give this one its own directory in HYPRBOX_DATA_DIR.',
    );
  }

  /** Tells a successor that waiting is worth while. */
  async announceStopping(): Promise<void> {
    try {
      const draft = await this.draft({ ...this.self, stopping: true });
      await rename(draft, this.path);
    } catch {
      // A courtesy: a full disk or a removed directory must not keep PostgreSQL from being stopped.
    }
  }

  async release(): Promise<void> {
    await rm(this.path, { force: true });
  }

  private async tryTake(): Promise<boolean> {
    const draft = await this.draft({ ...this.self, stopping: false });
    try {
      // A link to a whole file appears at once or not at all: nobody reads a lock half written.
      await link(draft, this.path);
      return true;
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
      await this.discardIfStale();
      return false;
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Moves a dead server's lock away; of several that see it, one wins the next link. */
  private async discardIfStale(): Promise<void> {
    const holder = await this.holder();
    if (holder !== undefined && isRunning(holder)) return;
    this.tookOver = true;
    const aside = `${this.path}.${randomUUID()}`;
    try {
      await rename(this.path, aside);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return;
      throw error;
    }
    const moved = await readHolder(aside);
    // Between reading and moving another start may have taken the lock: it gets it back.
    if (moved !== undefined && isRunning(moved)) await link(aside, this.path).catch(() => undefined);
    await rm(aside, { force: true });
  }

  private holder(): Promise<Holder | undefined> {
    return readHolder(this.path);
  }

  private async draft(holder: Holder): Promise<string> {
    const draft = `${this.path}.${randomUUID()}`;
    const file = await open(draft, 'wx', 0o600);
    try {
      const { ino } = await file.stat({ bigint: true });
      await file.writeFile(JSON.stringify({ ...holder, directory: dirname(this.path), inode: String(ino) }));
    } finally {
      await file.close();
    }
    return draft;
  }
}

/**
 * Undefined when there is no lock, or nothing readable in it: a power cut may leave it empty.
 *
 * @throws EmbeddedPostgresError when the lock was copied together with its directory
 */
async function readHolder(path: string): Promise<Holder | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { ino } = await file.stat({ bigint: true });
    const value: unknown = JSON.parse(await file.readFile('utf8'));
    if (!isHolder(value)) return undefined;
    if (value.inode !== undefined && value.inode !== String(ino)) {
      throw new CopiedDirectoryError(dirname(path), value.directory ?? 'another one');
    }
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}

function isHolder(value: unknown): value is Holder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'startTime' in value &&
    typeof value.startTime === 'string' &&
    'bootId' in value &&
    typeof value.bootId === 'string' &&
    'stopping' in value &&
    typeof value.stopping === 'boolean'
  );
}
