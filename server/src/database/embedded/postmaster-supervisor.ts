import { setTimeout as delay } from 'node:timers/promises';
import { diskHint } from './disk-hint.js';
import { EmbeddedPostgresError, messageOf } from './embedded-postgres.errors.js';
import type { EmbeddedPostgresLog } from './embedded-postgres.log.js';
import { choosePort } from './free-port.js';
import { Postmaster } from './postmaster.js';
import type { PostmasterOptions } from './postmaster.js';

const RESTART_FIRST_DELAY_MS = 50;
const RESTART_LONGEST_DELAY_MS = 2_000;
/** How long a first start keeps trying when the remains of a predecessor are in its way. */
const REMAINS_WAIT_MS = 30_000;
const REMAINS_RETRY_MS = 200;
const remainsPattern = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/;
const portTakenPattern = /Address already in use/;

export interface StateListeners {
  onDown(): void;
  onUp(): void;
}

/** Keeps one PostgreSQL running on one port, from its first start until it is stopped. */
export class PostmasterSupervisor {
  private readonly stopping = new AbortController();
  private readonly log: EmbeddedPostgresLog;
  private postmaster: Postmaster | undefined;
  private watching: Promise<void> | undefined;

  constructor(
    private readonly options: PostmasterOptions,
    private readonly listeners: StateListeners,
  ) {
    this.log = options.log;
  }

  /**
   * Returns the port once connections are accepted there, and watches from then on. Tries again as long as only a
   * taken port or a dying predecessor is in the way.
   */
  async start(): Promise<number> {
    const deadline = performance.now() + REMAINS_WAIT_MS;
    for (;;) {
      const port = await choosePort();
      const postmaster = this.spawn(port);
      try {
        await postmaster.waitUntilReady();
        this.watching = this.keepRunning(postmaster, port);
        return port;
      } catch (error) {
        const passing = remainsPattern.test(postmaster.lastOutput) || portTakenPattern.test(postmaster.lastOutput);
        if (this.stopping.signal.aborted || !passing || performance.now() > deadline) {
          throw new EmbeddedPostgresError(messageOf(error) + (await diskHint(this.options.directory)), {
            cause: error,
          });
        }
        await delay(REMAINS_RETRY_MS);
      }
    }
  }

  /** Returns when PostgreSQL has ended, for good. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.postmaster?.stop();
    await this.watching;
  }

  private spawn(port: number): Postmaster {
    if (this.stopping.signal.aborted) throw new EmbeddedPostgresError('Stopped while PostgreSQL was starting.');
    const settings = { ...this.options.settings, port: String(port) };
    this.postmaster = Postmaster.spawn({ ...this.options, settings });
    return this.postmaster;
  }

  /** Starts PostgreSQL again whenever it ends, until `stop`. */
  private async keepRunning(first: Postmaster, port: number): Promise<void> {
    const { signal } = this.stopping;
    let postmaster = first;
    for (;;) {
      const how = await postmaster.ended;
      if (signal.aborted) return;
      this.log.error(`PostgreSQL ended unexpectedly (${how}); starting it again`);
      this.listeners.onDown();
      const restarted = await this.restart(port);
      if (restarted === undefined) return;
      postmaster = restarted;
      this.log.info('PostgreSQL is back');
      this.listeners.onUp();
    }
  }

  private async restart(port: number): Promise<Postmaster | undefined> {
    const { signal } = this.stopping;
    for (let delayMs = RESTART_FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, RESTART_LONGEST_DELAY_MS)) {
      await delay(delayMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return undefined;
      try {
        const postmaster = this.spawn(port);
        await postmaster.waitUntilReady();
        return postmaster;
      } catch (error) {
        if (signal.aborted) return undefined;
        this.log.error(messageOf(error));
      }
    }
  }
}
