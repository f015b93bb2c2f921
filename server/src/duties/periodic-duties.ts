import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { isDatabaseAway } from '../database/database-away.js';

/** Work that one of the replicas does now and then. It may be broken off at any moment and done again. */
export interface Duty {
  /** Unique: it is also the name of the lock. */
  name: string;
  everyMs: number;
  work(round: DutyRound): Promise<void>;
}

export interface DutyRound {
  /** Aborted at the server's end: stop at the next good place. */
  signal: AbortSignal;
  /** How long ago a replica did this last; null if none ever has. */
  sinceLastMs: number | null;
}

/** The first key of the duties' advisory locks in this database; the second one is the name's hash. */
export const dutyLockSpace = 7_241_003;
/** A round that is due in less than this share of the period counts as due, so that timers need not agree exactly. */
const earlyShare = 0.2;

/**
 * Does periodic work on whichever replica holds the duty's advisory lock. The lock belongs to a connection, so it is
 * free again as soon as its replica is gone.
 */
@Injectable()
export class PeriodicDuties implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Duties');
  private readonly stopping = new AbortController();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly rounds = new Set<Promise<void>>();
  private readonly failing = new Set<string>();

  constructor(private readonly dataSource: DataSource) {}

  /** Does the duty from now on, as often as it says. */
  start(duty: Duty): void {
    this.schedule(duty, 0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all(this.rounds);
  }

  private schedule(duty: Duty, ms: number): void {
    if (this.stopping.signal.aborted) return;
    this.timers.set(
      duty.name,
      setTimeout(() => {
        const round = this.attempt(duty).finally(() => {
          this.rounds.delete(round);
          this.schedule(duty, duty.everyMs);
        });
        this.rounds.add(round);
      }, ms),
    );
  }

  /** Never fails: what goes wrong in one round is tried again in the next. */
  private async attempt(duty: Duty): Promise<void> {
    try {
      await this.takeTurn(duty);
      this.failing.delete(duty.name);
    } catch (error) {
      if (this.stopping.signal.aborted || this.failing.has(duty.name)) return;
      this.failing.add(duty.name);
      if (isDatabaseAway(error)) this.logger.warn(`The database is away; the duty "${duty.name}" waits for it.`);
      else this.logger.error({ err: error }, `The duty "${duty.name}" failed; it is tried again.`);
    }
  }

  private async takeTurn(duty: Duty): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.connect();
      const [row]: { locked: boolean }[] = await runner.query(
        'SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked',
        [dutyLockSpace, duty.name],
      );
      if (!row?.locked) return;
      try {
        await this.doIfDue(duty, runner);
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1, hashtext($2))', [dutyLockSpace, duty.name]);
      }
    } finally {
      await runner.release();
    }
  }

  private async doIfDue(duty: Duty, runner: QueryRunner): Promise<void> {
    const [last]: { ms: number }[] = await runner.query(
      'SELECT (extract(epoch FROM clock_timestamp() - done_at) * 1000)::float8 AS ms FROM duties WHERE name = $1',
      [duty.name],
    );
    const sinceLastMs = last?.ms ?? null;
    if (sinceLastMs !== null && sinceLastMs >= 0 && sinceLastMs < duty.everyMs * (1 - earlyShare)) return;
    await duty.work({ signal: this.stopping.signal, sinceLastMs });
    if (this.stopping.signal.aborted) return;
    await runner.query(
      `INSERT INTO duties (name, done_at) VALUES ($1, clock_timestamp())
       ON CONFLICT (name) DO UPDATE SET done_at = excluded.done_at`,
      [duty.name],
    );
  }
}
