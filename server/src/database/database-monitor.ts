import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { flag, text } from '@hyprbox/contracts/schemas';
import { UnavailableError } from '../common/domain-error.js';
import { Clock } from '../time/clock.js';
import { databaseFault, isDatabaseAway, readOnly, refused, type DatabaseFault } from './database-away.js';
import { clientConfig, DatabaseClient } from './database-client.js';
import { DatabaseAwayError, DatabaseHealth } from './database-health.js';
import { databaseLimits } from './database-limits.js';
import { DATABASE_URL } from './database-url.js';
import { rawQuery, timestamp, type RowOf } from './raw-query.js';

const { beatMs, doubtMs, silenceMs } = databaseLimits;
/** A process that was not let run for so long has no right to call others silent. */
const lateMs = 1_000;
/** A machine's clock that differs by so much is told of. */
const tellMs = 2_000;

const beat = rawQuery('databaseMonitor.beat', { readOnly: flag, now: timestamp });
const migrationsRun = rawQuery('databaseMonitor.migrationsRun', { name: text });

type Answer = RowOf<typeof beat> & { tookMs: number };

/**
 * Asks the database again and again whether it is there, over a connection of its own, so that a way that died without a
 * word is noticed within seconds and whoever waits on it is told. What it finds out is the {@link DatabaseHealth}.
 */
@Injectable()
export class DatabaseMonitor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Database');
  private client: DatabaseClient | null = null;
  private round: Promise<DatabaseFault | null> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    @Inject(DATABASE_URL) private readonly url: string,
    private readonly health: DatabaseHealth,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.beat();
    this.schedule(beatMs);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    this.client?.destroy();
    await this.round;
    this.client?.destroy();
  }

  /**
   * Whether calls can be served, asked anew.
   *
   * @throws UnavailableError
   */
  async checkReady(migrations: readonly string[]): Promise<void> {
    const fault = await this.beat();
    if (fault) throw new UnavailableError(fault.detail, fault.retryAfterSeconds);
    const ran = new Set(await this.migrationsRun().catch(() => []));
    if (!migrations.every((name) => ran.has(name))) {
      throw new UnavailableError('The database schema is not up to date.');
    }
  }

  private async migrationsRun(): Promise<string[]> {
    if (!this.client) return [];
    const rows = await migrationsRun.rows(this.client, 'SELECT name FROM migrations');
    return rows.map(({ name }) => name);
  }

  private schedule(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.beat().finally(() => this.schedule(beatMs)), ms);
  }

  /** Asks once; whoever asks meanwhile gets the same answer. @returns what is the matter, or null */
  private beat(): Promise<DatabaseFault | null> {
    this.round ??= this.ask().finally(() => {
      this.round = null;
    });
    return this.round;
  }

  private async ask(): Promise<DatabaseFault | null> {
    const since = performance.now();
    const ended = new AbortController();
    // A standby's successor is found by a new connection only.
    const known = this.health.isReadOnly ? null : this.client;
    try {
      const usual = known && answerOf(known);
      const other = (usual ? untilDoubt(usual, ended.signal) : Promise.resolve()).then(() =>
        this.tryAnew(ended.signal),
      );
      const silence = delay(silenceMs, undefined, { signal: ended.signal }).then(() => {
        throw new DatabaseAwayError();
      });
      const answer = await Promise.race([Promise.any(usual ? [usual, other] : [other]), silence]);
      this.answered(answer, since, known);
      return answer.readOnly ? readOnly : null;
    } catch (error) {
      return this.failed(error instanceof AggregateError ? error.errors.at(-1) : error, since);
    } finally {
      ended.abort();
    }
  }

  private answered(answer: Answer, since: number, known: DatabaseClient | null): void {
    if (this.stopped) return;
    // The way of the connection that was there is dead, and so may be those of others of its age.
    if (known && this.client !== known) {
      known.destroy();
      this.health.endSilent(since);
    }
    this.followClock(answer);
    const wasAway = this.health.isAway;
    if (!this.health.answered(answer)) return;
    if (answer.readOnly) this.logger.warn('The database takes no writes: it is a standby, or set read-only.');
    else this.logger.log(wasAway ? 'The database answers again.' : 'The database takes writes again.');
  }

  private followClock({ now, tookMs }: Answer): void {
    const aheadMs = this.clock.follow(now, tookMs);
    if (aheadMs === null || Math.abs(aheadMs) < tellMs) return;
    const seconds = Math.round(Math.abs(aheadMs) / 1000);
    const where = aheadMs > 0 ? 'ahead of' : 'behind';
    this.logger.warn(`This machine's clock is ${seconds} s ${where} the database's, which counts.`);
  }

  private failed(error: unknown, since: number): DatabaseFault {
    const fault = databaseFault(error) ?? refused;
    const isOwnFault = performance.now() - since > silenceMs + lateMs;
    if (this.stopped || isOwnFault || !isSilence(error)) return fault;
    this.client = null;
    if (this.health.wentAway()) this.logger.warn('The database does not answer; calls are refused until it does.');
    return fault;
  }

  private async tryAnew(signal: AbortSignal): Promise<Answer> {
    const client = new DatabaseClient(clientConfig(this.url, 'hyprbox-monitor', this.health));
    const give = (): void => client.destroy();
    signal.addEventListener('abort', give);
    try {
      await client.connect();
      const answer = await answerOf(client);
      if (signal.aborted || this.stopped) throw new DatabaseAwayError();
      if (this.health.isReadOnly) this.client?.destroy();
      this.client = client;
      return answer;
    } catch (error) {
      client.destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', give);
    }
  }
}

async function answerOf(client: DatabaseClient): Promise<Answer> {
  const asked = performance.now();
  const [answer] = await beat.rows(
    client,
    `SELECT current_setting('transaction_read_only') = 'on' AS "readOnly", clock_timestamp() AS now`,
  );
  if (!answer) throw new DatabaseAwayError();
  return { ...answer, tookMs: performance.now() - asked };
}

/** Returns when the answer is late or turned out to be none; never when it came. */
async function untilDoubt(answer: Promise<Answer>, signal: AbortSignal): Promise<void> {
  const failed = new Promise<void>((resolve) => {
    answer.catch(() => resolve());
  });
  await Promise.race([failed, delay(doubtMs, undefined, { signal })]);
}

/** A database that says why it refuses is there, and connections that it has may go on. */
function isSilence(error: unknown): boolean {
  if (!isDatabaseAway(error)) return false;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return !/^(53|58|25|28)/.test(code);
}
