import pg from 'pg';
import { DatabaseHealth } from './database-health.js';
import { databaseLimits } from './database-limits.js';
import { prepareSession, usualLimits, type StatementLimits } from './session-settings.js';

export interface DatabaseClientConfig extends pg.ClientConfig {
  health?: DatabaseHealth;
  limits?: StatementLimits;
}

/** What every connection of the server has in common. */
export function clientConfig(url: string, applicationName: string, health: DatabaseHealth): DatabaseClientConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: databaseLimits.connectMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: databaseLimits.keepAliveMs,
    health,
  };
}

type Ask = (text: string, ...more: unknown[]) => Promise<pg.QueryResult>;

/** Work that takes its time tells the database so: how long then, in this transaction or from now on. */
const longerPattern = /SET (LOCAL )?statement_timeout = '?(\d+)(ms|s|min)?'?/i;
const unitMs: Record<string, number> = { ms: 1, s: 1_000, min: 60_000 };
const endPattern = /^(COMMIT|ROLLBACK)\b/i;
/** A connection to a database that takes no writes is of no more use: the next one may lead elsewhere. */
const readOnlyTransaction = '25006';

/**
 * A connection that ends itself when an answer does not come: TCP alone tells only after a quarter of an hour that nobody
 * is at the other end. Its session is set up before anybody gets it.
 */
export class DatabaseClient extends pg.Client {
  /** When something last came from the database, by `performance.now()`. */
  heardAt = performance.now();
  private readonly limits: StatementLimits;
  private readonly health: DatabaseHealth | undefined;
  private usualMs: number;
  private localMs: number | null = null;

  constructor(config: DatabaseClientConfig = {}) {
    super(config);
    this.limits = config.limits ?? usualLimits;
    this.usualMs = this.limits.statementMs;
    // Neither the pool nor TypeORM listens while a new connection goes from the one to the other; one that is told in
    // that moment that PostgreSQL ends would end this process with it. Who gets it learns of it by the first query.
    this.on('error', () => undefined);
    this.health = config.health;
    this.health?.add(this);
    // The driver's overloads fit no function but its own; pools, TypeORM and this server all call it like this.
    const ask = this.query.bind(this) as Ask;
    this.query = ((text: string, ...more: unknown[]) => this.asked(ask, text, more)) as typeof this.query;
  }

  override connect(): Promise<this>;
  override connect(callback: (error: Error | null) => void): void;
  override connect(callback?: (error: Error | null) => void): Promise<this> | void {
    const connected = super.connect().then(async () => {
      await prepareSession(this, this.limits);
      return this;
    });
    if (!callback) return connected;
    connected.then(
      () => callback(null),
      (error: unknown) => {
        this.destroy();
        callback(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  /** Ends the connection without a word to the other end, which may never hear it. Queries that wait fail. */
  destroy(): void {
    this.connection.stream.destroy();
  }

  private async asked(ask: Ask, text: string, more: unknown[]): Promise<pg.QueryResult> {
    this.noteLimit(text);
    const limitMs = this.localMs ?? this.usualMs;
    if (endPattern.test(text)) this.localMs = null;
    // 0 is no limit, for a migration that may take as long as it takes.
    const timer = limitMs === 0 ? undefined : setTimeout(() => this.destroy(), limitMs + databaseLimits.answerSlackMs);
    try {
      return await ask(text, ...more);
    } catch (error) {
      this.health?.noteFault(error);
      if (error instanceof Error && 'code' in error && error.code === readOnlyTransaction) this.destroy();
      throw error;
    } finally {
      this.heardAt = performance.now();
      clearTimeout(timer);
    }
  }

  private noteLimit(text: string): void {
    const [, local, number, unit = 'ms'] = longerPattern.exec(text) ?? [];
    if (number === undefined) return;
    const ms = Number(number) * (unitMs[unit] ?? 1);
    if (local) this.localMs = ms;
    else this.usualMs = ms;
  }
}
