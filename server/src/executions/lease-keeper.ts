import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { systemActor } from '../http/principal.js';
import type { ExecutionEntity } from './execution.entity.js';
import { ExecutionKinds } from './execution-kinds.js';
import { ExecutionsRepository } from './executions.repository.js';
import { ExecutionsService } from './executions.service.js';

/** Executions that one round gives up; more wait for the next round, which follows at once. */
const perRound = 100;
/** Any number that no other duty uses for its advisory lock in this database. */
const leaseLock = 7_241_002;

/**
 * Gives up executions whose agent has been silent past its lease. When nobody did this for a while, then no server or
 * no database was up: agents could not be heard, so every lease starts afresh instead.
 */
@Injectable()
export class LeaseKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Leases');
  private readonly periodMs: number;
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly repository: ExecutionsRepository,
    private readonly executions: ExecutionsService,
    private readonly kinds: ExecutionKinds,
    private readonly work: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.periodMs = Math.min(5_000, Math.max(250, (config.leaseSeconds * 1000) / 10));
  }

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.round;
  }

  private schedule(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.keep().then(
        (more) => this.schedule(more ? 0 : this.periodMs),
        (error: unknown) => {
          this.logger.warn({ err: error }, 'Leases could not be checked; trying again.');
          this.schedule(this.periodMs);
        },
      );
    }, ms);
  }

  /** @returns whether there may be more to give up at once */
  private async keep(): Promise<boolean> {
    // Nothing runs, nothing to write. The first round after such a pause takes it for a time away, which only means
    // that the leases that have just begun begin again.
    if (!(await this.repository.isAnyRunning())) return false;
    const mayExpire = await this.work.system('lease', async (tx) => {
      const [row]: { locked: boolean }[] = await tx.manager.query('SELECT pg_try_advisory_xact_lock($1) AS locked', [
        leaseLock,
      ]);
      if (!row?.locked) return false;
      const [last]: { silent_ms: string }[] = await tx.manager.query(
        `SELECT extract(epoch FROM now() - done_at) * 1000 AS silent_ms FROM duties WHERE name = 'leases'`,
      );
      const wasAway = !last || Number(last.silent_ms) > this.periodMs * 2.5 + 1_000;
      if (wasAway) await this.repository.startAllLeasesAfresh(tx, this.config.leaseSeconds);
      await tx.manager.query(
        `INSERT INTO duties (name, done_at) VALUES ('leases', now()) ON CONFLICT (name) DO UPDATE SET done_at = now()`,
      );
      return !wasAway;
    });
    if (!mayExpire) return false;
    const expired = await this.repository.withExpiredLease(perRound);
    for (const id of expired) await this.giveUp(id);
    return expired.length === perRound;
  }

  private async giveUp(id: string): Promise<void> {
    await this.work.run<ExecutionEntity | null>(
      (execution) => {
        if (!execution) return null;
        const recorded = this.kinds.of(execution).recordedAs(execution);
        if (!recorded) return null;
        const { nodeId, status, reason, attempt, scriptSha256 } = execution;
        return {
          actor: systemActor,
          action: recorded.action,
          target: { type: recorded.targetType, id },
          outcome: 'failure',
          details: { nodeId, status, reason, exitCode: null, attempt, scriptSha256 },
        };
      },
      async (tx) => {
        const execution = await this.repository.lockExpired(tx, id);
        if (execution) await this.executions.finish(tx, execution, { status: 'FAILED', reason: 'AGENT_LOST' });
        return execution;
      },
    );
  }
}
