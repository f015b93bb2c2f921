import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { requestContext } from '../common/request-context.js';
import { Turns } from '../common/turns.js';
import { isDatabaseAway } from '../database/database-away.js';
import { ScheduledTasksRepository, type LockedTask } from './scheduled-tasks.repository.js';

/** Work that one of the replicas does now and then. It may be broken off at any moment and done again. */
export interface ScheduledTask {
  /** Unique: it is also the name of the lock. */
  name: string;
  everyMs: number;
  /** @returns the ms after which it is to be done again, where that is sooner than `everyMs` */
  work(round: TaskRound): Promise<number | void>;
}

export interface TaskRound {
  /** Aborted at the server's end: stop at the next good place. */
  signal: AbortSignal;
  /** How long ago a replica did this last; null if none ever has. */
  sinceLastMs: number | null;
}

/** A round that is due in less than this share of the period counts as due, so that timers need not agree exactly. */
const earlyShare = 0.2;
/** Another replica is at it just now, and may have looked before there was anything to see. */
const busyMs = 1_000;
/**
 * Tasks that are done at a time. Each holds a connection for its lock and works on another one: were there as many as
 * connections, each would wait for what the others hold. All begin at once when a server starts.
 */
const turnsAtOnce = 5;

/** Does periodic work on whichever replica holds the task's lock. */
@Injectable()
export class ScheduledTasks implements BeforeApplicationShutdown {
  private readonly logger = new Logger('ScheduledTasks');
  private readonly stopping = new AbortController();
  private readonly tasks = new Map<string, ScheduledTask>();
  /** The tasks that wait for their next round. */
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** When a task is wanted before its time. */
  private readonly wanted = new Map<string, number>();
  private readonly rounds = new Set<Promise<void>>();
  private readonly failing = new Set<string>();
  private readonly turns = new Turns(turnsAtOnce);

  constructor(private readonly repository: ScheduledTasksRepository) {}

  /** Does the task from now on, as often as it says. */
  start(task: ScheduledTask): void {
    this.tasks.set(task.name, task);
    this.schedule(task, 0);
  }

  /** Does a task within this time at the latest: there may be something for it. */
  hasten(name: string, ms: number): void {
    const at = performance.now() + ms;
    if (at >= (this.wanted.get(name) ?? Number.POSITIVE_INFINITY)) return;
    this.wanted.set(name, at);
    const [task, timer] = [this.tasks.get(name), this.timers.get(name)];
    // One whose round is under way is scheduled at its end.
    if (!task || !timer) return;
    clearTimeout(timer);
    this.schedule(task, ms);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all(this.rounds);
  }

  private schedule(task: ScheduledTask, ms: number): void {
    if (this.stopping.signal.aborted) return;
    const begin = (): void => {
      this.timers.delete(task.name);
      const round = this.attempt(task).finally(() => {
        this.rounds.delete(round);
        const wantedInMs = (this.wanted.get(task.name) ?? Number.POSITIVE_INFINITY) - performance.now();
        this.schedule(task, Math.max(0, Math.min(task.everyMs, wantedInMs)));
      });
      this.rounds.add(round);
    };
    // A request may have hastened it. It is no part of that, neither of its connections nor of what it costs.
    this.timers.set(
      task.name,
      requestContext.exit(() => setTimeout(begin, ms)),
    );
  }

  /** Never fails: what goes wrong in one round is tried again in the next. */
  private async attempt(task: ScheduledTask): Promise<void> {
    try {
      await this.turns.take(() => this.takeTurn(task));
      this.failing.delete(task.name);
    } catch (error) {
      if (this.stopping.signal.aborted || this.failing.has(task.name)) return;
      this.failing.add(task.name);
      if (isDatabaseAway(error)) this.logger.warn(`The database is away; the task "${task.name}" waits for it.`);
      else this.logger.error({ err: error }, `The task "${task.name}" failed; it is tried again.`);
    }
  }

  private async takeTurn(task: ScheduledTask): Promise<void> {
    if (this.stopping.signal.aborted) return;
    const isWanted = (this.wanted.get(task.name) ?? Number.POSITIVE_INFINITY) <= performance.now();
    if (isWanted) this.wanted.delete(task.name);
    const wasFree = await this.repository.whileLocked(task.name, (locked) => this.doIfDue(task, locked, isWanted));
    if (!wasFree && isWanted) this.hasten(task.name, busyMs);
  }

  private async doIfDue(task: ScheduledTask, locked: LockedTask, isWanted: boolean): Promise<void> {
    const sinceLastMs = await locked.sinceLastMs();
    const isEarly = sinceLastMs !== null && sinceLastMs >= 0 && sinceLastMs < task.everyMs * (1 - earlyShare);
    if (isEarly && !isWanted) return;
    const againInMs = await task.work({ signal: this.stopping.signal, sinceLastMs });
    if (this.stopping.signal.aborted) return;
    if (typeof againInMs === 'number' && againInMs < task.everyMs) this.hasten(task.name, againInMs);
    await locked.markDone();
  }
}
