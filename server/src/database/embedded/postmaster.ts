import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { EmbeddedPostgresError, messageOf } from './embedded-postgres.errors.js';
import { passOn } from './embedded-postgres.log.js';
import type { EmbeddedPostgresLog } from './embedded-postgres.log.js';
import type { Launcher } from './parent-death.js';
import type { PostgresSettings } from './postgres-settings.js';
import { waitUntil } from './wait-until.js';

const KEPT_LINES = 20;
/** Recovery after a crash replays at most `max_wal_size`; beyond this something hangs. */
const READY_LIMIT_MS = 300_000;
const FAST_STOP_MS = 10_000;
const IMMEDIATE_STOP_MS = 5_000;
const readyPattern = /database system is ready to accept connections/;

export interface PostmasterOptions {
  postgres: string;
  directory: string;
  launcher: Launcher;
  settings: PostgresSettings;
  log: EmbeddedPostgresLog;
}

/** One run of the `postgres` program, from its start to its end. */
export class Postmaster {
  /** Settles when the program has ended, with how. */
  readonly ended: Promise<string>;
  private readonly ready: Promise<boolean>;
  private readonly lastLines: string[] = [];
  private running = true;

  private constructor(
    private readonly child: ChildProcess,
    log: EmbeddedPostgresLog,
  ) {
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(messageOf(error)));
      child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
    });
    void this.ended.then(() => (this.running = false));
    this.ready = new Promise((resolve) => {
      void this.ended.then(() => resolve(false));
      if (child.stderr === null) return;
      createInterface({ input: child.stderr }).on('line', (line) => {
        this.lastLines.push(line);
        if (this.lastLines.length > KEPT_LINES) this.lastLines.shift();
        passOn(line, log);
        if (readyPattern.test(line)) resolve(true);
      });
    });
  }

  /** In a session of its own: the terminal's Ctrl-C is for the server, which stops its database last. */
  static spawn({ postgres, directory, launcher, settings, log }: PostmasterOptions): Postmaster {
    const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const { program, words: allWords, options } = launcher.command(postgres, ['-D', directory, ...words]);
    const child = spawn(program, allWords, {
      ...options,
      cwd: '/',
      // Nothing of the server's environment, which may hold secrets.
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    return new Postmaster(child, log);
  }

  get isRunning(): boolean {
    return this.running;
  }

  /** What it wrote last, for an error's text. */
  get lastOutput(): string {
    return this.lastLines.join('\n');
  }

  /** Returns when connections are accepted; rejects when it ended instead. */
  async waitUntilReady(): Promise<void> {
    const limit = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), READY_LIMIT_MS).unref());
    const outcome = await Promise.race([this.ready, limit]);
    if (outcome === true) return;
    if (outcome === 'late') {
      await this.stop();
      throw new EmbeddedPostgresError(
        `PostgreSQL was not ready within ${READY_LIMIT_MS / 1000} s:\n${this.lastOutput}`,
      );
    }
    throw new EmbeddedPostgresError(`PostgreSQL did not start (${await this.ended}):\n${this.lastOutput}`);
  }

  /** Fast shutdown first: it ends the connections and writes a checkpoint. The harder ways lose nothing committed. */
  async stop(): Promise<void> {
    for (const [signal, waitMs] of [
      ['SIGINT', FAST_STOP_MS],
      ['SIGQUIT', IMMEDIATE_STOP_MS],
      ['SIGKILL', IMMEDIATE_STOP_MS],
    ] as const) {
      this.child.kill(signal);
      if (await waitUntil(() => !this.running, waitMs)) return;
    }
    throw new EmbeddedPostgresError(`PostgreSQL (process ${this.child.pid}) does not stop.`);
  }
}
