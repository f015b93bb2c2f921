import type { FastifyRequest } from 'fastify';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { requestContext } from '../common/request-context.js';
import { DatabaseClient, type DatabaseClientConfig } from './database-client.js';
import { DatabaseAwayError } from './database-health.js';
import { databaseLimits } from './database-limits.js';

/** All connections are in use, and none became free in time. */
export class DatabaseBusyError extends Error {
  readonly code = 'DATABASE_BUSY';

  constructor() {
    super('All connections to the database are in use.');
  }
}

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

const agentsRequests = new WeakSet<FastifyRequest>();

/** Lets a request use the connections that are kept for agents. */
export function useAgentConnections(request: FastifyRequest): void {
  agentsRequests.add(request);
}

export interface DatabasePoolConfig extends pg.PoolConfig, Pick<DatabaseClientConfig, 'health' | 'limits'> {}

/** What the pool says when its time is up for whoever waits. It has no code for it. */
const waitedTooLong = 'timeout exceeded when trying to connect';

/**
 * The connections of this process. Those of agents' calls are a pool of their own, so that heartbeats, claims and output
 * go on while all others wait for something slow.
 */
export class DatabasePool extends pg.Pool {
  private readonly agents: pg.Pool;
  private readonly health: DatabasePoolConfig['health'];

  constructor(config: DatabasePoolConfig) {
    super(config);
    this.health = config.health;
    this.agents = new pg.Pool({ ...config, max: databaseLimits.agentConnections });
    this.agents.on('error', (error, client) => this.emit('error', error, client));
  }

  /** The connections of both pools by state. */
  get counts(): { open: number; idle: number; waiting: number } {
    return {
      open: this.totalCount + this.agents.totalCount,
      idle: this.idleCount + this.agents.idleCount,
      waiting: this.waitingCount + this.agents.waitingCount,
    };
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    if (!callback) return this.connected();
    if (this.health?.isAway) {
      const error = new DatabaseAwayError();
      this.health.noteFault(error);
      return callback(error, undefined, () => undefined);
    }
    const request = requestContext.getStore();
    const connect =
      request && agentsRequests.has(request) ? this.agents.connect.bind(this.agents) : super.connect.bind(this);
    connect((error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => {
      const reason = error?.message === waitedTooLong ? new DatabaseBusyError() : error;
      if (reason) this.health?.noteFault(reason);
      callback(reason, client, done);
    });
  }

  override end(): Promise<void>;
  override end(callback: () => void): void;
  override end(callback?: () => void): Promise<void> | void {
    const ended = Promise.all([super.end(), this.agents.end()]).then(() => undefined);
    if (!callback) return ended;
    void ended.then(callback, callback);
  }

  private connected(): Promise<pg.PoolClient> {
    return new Promise((resolve, reject) => {
      this.connect((error, client) => (client ? resolve(client) : reject(error)));
    });
  }
}

/** The driver that TypeORM is given: PostgreSQL's, with this pool. */
export const databaseDriver = { ...pg, Client: DatabaseClient, Pool: DatabasePool };

/** The pool of a data source of this server. */
export function poolOf(dataSource: DataSource): DatabasePool | null {
  const { driver } = dataSource;
  const pool: unknown = 'master' in driver ? driver.master : null;
  return pool instanceof DatabasePool ? pool : null;
}
