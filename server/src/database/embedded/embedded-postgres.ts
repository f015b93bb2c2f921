import { systemDirectory as usualSystemDirectory } from '@hyprbox/contracts';
import { checkMajorVersion, createCluster, superuser } from './cluster-creation.js';
import { clusterPassword } from './cluster-password.js';
import { placeCluster } from './cluster-place.js';
import { claimLinkedCluster, refuseRunningCopy } from './copied-directory.js';
import { ensureDataDirectory } from './data-directory.js';
import { DataDirectoryLock } from './data-directory-lock.js';
import { ensureDatabase } from './database-creation.js';
import { diskHint } from './disk-hint.js';
import { EmbeddedPostgresError, messageOf } from './embedded-postgres.errors.js';
import type { EmbeddedPostgresLog } from './embedded-postgres.log.js';
import { launcherFor } from './parent-death.js';
import { findBinaries, runnableBinaries } from './postgres-binaries.js';
import { defaultSettings } from './postgres-settings.js';
import type { PostgresSettings } from './postgres-settings.js';
import { PostmasterSupervisor } from './postmaster-supervisor.js';
import { waitForPredecessor } from './predecessor.js';

export interface EmbeddedPostgresOptions {
  /** The server's data directory; made when it is missing. */
  dataDir: string;
  log: EmbeddedPostgresLog;
  /** PostgreSQL settings beside or instead of the defaults. */
  settings?: PostgresSettings;
  /** Where root keeps what other users must reach. */
  systemDirectory?: string;
}

type Listener = () => void;

/**
 * A PostgreSQL of the server's own, kept in its data directory: started and stopped with the server, stopped by the
 * kernel when the server is killed, and started again when it ends by itself.
 */
export class EmbeddedPostgres {
  private readonly downListeners = new Set<Listener>();
  private readonly upListeners = new Set<Listener>();
  private lock: DataDirectoryLock | undefined;
  private supervisor: PostmasterSupervisor | undefined;
  private access: { url: string; ownerUrl: string } | undefined;
  private starting: Promise<void> | undefined;
  private stopping: Promise<void> | undefined;

  constructor(private readonly options: EmbeddedPostgresOptions) {}

  /**
   * `postgresql://hyprbox_app:…@127.0.0.1:PORT/hyprbox`, for the application, whose role has only the rights that
   * migrations give it; stays the same over restarts of PostgreSQL. Throws before the start.
   */
  get url(): string {
    return this.started.url;
  }

  /** The same for the superuser, who owns the schema and migrates. */
  get ownerUrl(): string {
    return this.started.ownerUrl;
  }

  /** PostgreSQL ended by itself and is being started again. */
  onDown(listener: Listener): void {
    this.downListeners.add(listener);
  }

  /** PostgreSQL accepts connections again. */
  onUp(listener: Listener): void {
    this.upListeners.add(listener);
  }

  /**
   * Starts PostgreSQL, after whatever still runs on the data directory has ended, and returns when the database
   * accepts connections. Rejects with an `EmbeddedPostgresError`. One instance is started once.
   */
  start(): Promise<void> {
    this.starting ??= this.startOnce();
    return this.starting;
  }

  /** Stops PostgreSQL and gives the data directory free; also during a start, and more than once. */
  stop(): Promise<void> {
    this.stopping ??= this.stopOnce();
    return this.stopping;
  }

  private async stopOnce(): Promise<void> {
    await this.lock?.announceStopping();
    await this.supervisor?.stop();
    // A start that is cut short tells its own caller, and clears up after itself.
    await this.starting?.catch(() => undefined);
    await this.lock?.release();
    this.lock = undefined;
  }

  private async startOnce(): Promise<void> {
    const { log, systemDirectory = usualSystemDirectory } = this.options;
    const settings = { ...defaultSettings, ...this.options.settings };
    const packaged = await findBinaries();
    const dataDir = await ensureDataDirectory(this.options.dataDir);
    const lock = await DataDirectoryLock.acquire(dataDir, log);
    this.lock = lock;
    try {
      if (!lock.tookOver) await refuseRunningCopy(dataDir);
      const place = await placeCluster(dataDir, systemDirectory, log);
      const copies = place.account === undefined ? dataDir : systemDirectory;
      const binaries = await runnableBinaries(packaged, place.account, copies, log);
      const launcher = await launcherFor(place.account);
      if (!launcher.diesWithParent) {
        log.warn('setpriv (util-linux) is missing: PostgreSQL lives on if this server is killed, until the next start');
      }
      const password = await clusterPassword(dataDir, place.exists);
      if (!place.exists) {
        await createCluster({ place, binaries, launcher, password, durable: settings['fsync'] !== 'off' });
      }
      await checkMajorVersion(place.directory, binaries);
      await claimLinkedCluster(place);
      await waitForPredecessor(place.directory, log);

      if (this.stopping !== undefined) throw new EmbeddedPostgresError('Stopped before PostgreSQL was started.');
      const { directory } = place;
      const { postgres } = binaries;
      this.supervisor = new PostmasterSupervisor(
        { postgres, directory, launcher, settings, log },
        { onDown: () => this.tell(this.downListeners), onUp: () => this.tell(this.upListeners) },
      );
      const port = await this.supervisor.start();
      const ownerUrl = `postgresql://${superuser}:${password}@127.0.0.1:${port}/hyprbox`;
      this.access = { url: await ensureDatabase(ownerUrl).catch(refusal(directory)), ownerUrl };
      log.debug?.(`PostgreSQL ${binaries.version} accepts connections on 127.0.0.1:${port}`);
    } catch (error) {
      await this.supervisor?.stop();
      await lock.release();
      this.lock = undefined;
      throw error;
    }
  }

  private get started(): { url: string; ownerUrl: string } {
    if (this.access === undefined) throw new EmbeddedPostgresError('The embedded PostgreSQL is not started.');
    return this.access;
  }

  private tell(listeners: Set<Listener>): void {
    for (const listener of listeners) {
      try {
        listener();
      } catch (error) {
        // Somebody else's fault must not end the watch over PostgreSQL.
        this.options.log.error(`A listener to PostgreSQL's state failed: ${messageOf(error)}`);
      }
    }
  }
}

/** What PostgreSQL refused while it was set up, in words. */
function refusal(directory: string): (error: unknown) => Promise<never> {
  return async (error) => {
    throw new EmbeddedPostgresError(
      `The database in ${directory} could not be set up: ${messageOf(error)}${await diskHint(directory)}`,
      { cause: error },
    );
  };
}
