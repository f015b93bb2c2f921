import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseAway } from '../../database/database-away.js';
import { Notifications } from '../../notifications/notifications.js';
import { ScheduledTasks } from '../../scheduled-tasks/scheduled-tasks.js';
import { OpenRolloutsRepository } from './open-rollouts.repository.js';
import { RolloutProgressService } from './rollout-progress.service.js';

const name = 'rollouts';
const everyMs = 5_000;
/**
 * The first job that ends is looked at at once. Those that end after it are looked at together after so many times as long
 * as the look before took, so that no more than a third of the time goes into looking, however many end;
 */
const restShare = 2;
/** but not sooner and not later than that. */
const restMs = { least: 25, most: 500 } as const;
/** Nodes come and go in numbers. */
const nodesSettleMs = 500;
/** What is due while it is looked for is looked for again, but not without a pause. */
const pauseMs = 50;

/** Takes the rollouts on, on one of the replicas: when something of them has changed, when their time has come, and now and then. */
@Injectable()
export class RolloutsTask implements OnApplicationBootstrap {
  private readonly logger = new Logger('Rollouts');
  /** Without one that is open, jobs that end are nobody's here. */
  private mayBeOpen = true;
  private readonly named = new Set<string>();
  private allAt = 0;
  /** While it looks, jobs have gone on that it may have passed already. */
  private isOutdated = false;
  /** When a job that goes on may be looked at; never while a look is under way, at whose end it says when. */
  private restedAt = 0;
  /** The one whose step is being taken. */
  private advancing: string | null = null;

  constructor(
    private readonly rollouts: OpenRolloutsRepository,
    private readonly progress: RolloutProgressService,
    private readonly tasks: ScheduledTasks,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name, everyMs, work: ({ signal }) => this.look(signal) });
    this.notifications.on('rollout', ({ id }) => {
      // What this step itself tells is no news to it.
      if (id === this.advancing) return;
      this.mayBeOpen = true;
      this.named.add(id);
      this.tasks.hasten(name, 0);
    });
    this.notifications.on('execution', () => {
      this.isOutdated = true;
      if (!this.mayBeOpen || this.restedAt === Number.POSITIVE_INFINITY) return;
      this.tasks.hasten(name, Math.max(0, this.restedAt - performance.now()));
    });
    this.notifications.on('node', () => {
      if (this.mayBeOpen) this.lookAtAll(nodesSettleMs);
    });
    this.notifications.on('missed', () => {
      this.mayBeOpen = true;
      this.lookAtAll(0);
    });
  }

  /** Looks at all that run within this time. */
  lookAtAll(inMs: number): void {
    this.allAt = Math.min(this.allAt, performance.now() + inMs);
    this.tasks.hasten(name, inMs);
  }

  private async look(signal: AbortSignal): Promise<number> {
    const startedAt = performance.now();
    this.restedAt = Number.POSITIVE_INFINITY;
    this.isOutdated = false;
    let rest: number = restMs.most;
    try {
      const nextInMs = await this.round(signal);
      rest = Math.min(restMs.most, Math.max(restMs.least, (performance.now() - startedAt) * restShare));
      return this.isOutdated && this.mayBeOpen ? Math.min(nextInMs, rest) : nextInMs;
    } finally {
      this.restedAt = performance.now() + rest;
    }
  }

  private async round(signal: AbortSignal): Promise<number> {
    this.mayBeOpen = await this.rollouts.isAnyOpen();
    if (!this.mayBeOpen) return everyMs;
    const ids = [...this.named];
    this.named.clear();
    const all = performance.now() >= this.allAt;
    if (all) this.allAt = performance.now() + everyMs * 0.8;
    for (const id of await this.rollouts.due({ all, ids })) {
      if (signal.aborted) break;
      await this.advance(id);
    }
    const dueInMs = (await this.rollouts.nextDueInMs()) ?? everyMs;
    return Math.max(pauseMs, Math.min(dueInMs, this.allAt - performance.now()));
  }

  /** One that fails must not keep the others from going on. */
  private async advance(id: string): Promise<void> {
    this.advancing = id;
    try {
      await this.progress.advance(id);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.error({ err: error, rolloutId: id }, 'A rollout could not go on; it is tried again.');
    } finally {
      this.advancing = null;
    }
  }
}
