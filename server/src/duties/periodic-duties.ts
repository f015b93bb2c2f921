import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { isDatabaseAway } from '../database/database-away.js';

/** Work that one of the replicas does now and then. It may be broken off at any moment and done again. */
export interface Duty {
  /** Unique: it is also the name of the lock. */
  name: string;
  everyMs: number;
  /** @returns the ms after which it is to be done again, where that is sooner than `everyMs` */
  work(round: DutyRound): Promise<number | void>;
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
/** Another replica is at it just now, and may have looked before there was anything to see. */
const busyMs = 1_000;

/**
 * Does periodic work on whichever replica holds the duty's advisory lock. The lock belongs to a connection, so it is
 * free again as soon as its replica is gone.
 */
@Injectable()
export class PeriodicDuties implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Duties');
  private readonly stopping = new AbortController();
  private readonly duties = new Map<string, Duty>();
  /** The duties that wait for their next round. */
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** When a duty is wanted before its time. */
  private readonly wanted = new Map<string, number>();
  private readonly rounds = new Set<Promise<void>>();
  private readonly failing = new Set<string>();

  constructor(private readonly dataSource: DataSource) {}

  /** Does the duty from now on, as often as it says. */
  start(duty: Duty): void {
    this.duties.set(duty.name, duty);
    this.schedule(duty, 0);
  }

  /** Does a duty within this time at the latest: there may be something for it. */
  hasten(name: string, ms: number): void {
    const at = performance.now() + ms;
    if (at >= (this.wanted.get(name) ?? Number.POSITIVE_INFINITY)) return;
    this.wanted.set(name, at);
    const [duty, timer] = [this.duties.get(name), this.timers.get(name)];
    // One whose round is under way is scheduled at its end.
    if (!duty || !timer) return;
    clearTimeout(timer);
    this.schedule(duty, ms);
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
        this.timers.delete(duty.name);
        const round = this.attempt(duty).finally(() => {
          this.rounds.delete(round);
          const wantedInMs = (this.wanted.get(duty.name) ?? Number.POSITIVE_INFINITY) - performance.now();
          this.schedule(duty, Math.max(0, Math.min(duty.everyMs, wantedInMs)));
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
    const isWanted = (this.wanted.get(duty.name) ?? Number.POSITIVE_INFINITY) <= performance.now();
    if (isWanted) this.wanted.delete(duty.name);
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.connect();
      const [row]: { locked: boolean }[] = await runner.query(
        'SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked',
        [dutyLockSpace, duty.name],
      );
      if (!row?.locked) {
        if (isWanted) this.hasten(duty.name, busyMs);
        return;
      }
      try {
        await this.doIfDue(duty, runner, isWanted);
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1, hashtext($2))', [dutyLockSpace, duty.name]);
      }
    } finally {
      await runner.release();
    }
  }

  private async doIfDue(duty: Duty, runner: QueryRunner, isWanted: boolean): Promise<void> {
    const [last]: { ms: number }[] = await runner.query(
      'SELECT (extract(epoch FROM clock_timestamp() - done_at) * 1000)::float8 AS ms FROM duties WHERE name = $1',
      [duty.name],
    );
    const sinceLastMs = last?.ms ?? null;
    const isEarly = sinceLastMs !== null && sinceLastMs >= 0 && sinceLastMs < duty.everyMs * (1 - earlyShare);
    if (isEarly && !isWanted) return;
    const againInMs = await duty.work({ signal: this.stopping.signal, sinceLastMs });
    if (this.stopping.signal.aborted) return;
    if (typeof againInMs === 'number' && againInMs < duty.everyMs) this.hasten(duty.name, againInMs);
    await runner.query(
      `INSERT INTO duties (name, done_at) VALUES ($1, clock_timestamp())
       ON CONFLICT (name) DO UPDATE SET done_at = excluded.done_at`,
      [duty.name],
    );
  }
}
