import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { ScheduledTasks, type TaskRound } from '../scheduled-tasks/scheduled-tasks.js';
import { ExpiredExecutions } from './expired-executions.js';
import { leasePeriodMs, silentAfterMs } from './lease-period.js';
import { LeasesService } from './leases.service.js';
import { LostExecutions } from './lost-executions.js';

/** Agents are back by then, with their first request for work. */
const comebackMs = 60_000;

/**
 * Looks after what agents leave: what runs without a lease is given up, and what was not asked for in time is called off.
 * Neither of it after a time in which agents could not be heard.
 */
@Injectable()
export class LeaseTask implements OnApplicationBootstrap {
  private expiresFrom = 0;

  constructor(
    private readonly leases: LeasesService,
    private readonly lost: LostExecutions,
    private readonly expired: ExpiredExecutions,
    private readonly tasks: ScheduledTasks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name: 'leases', everyMs: leasePeriodMs(this.config), work: (round) => this.keep(round) });
  }

  private async keep({ signal, sinceLastMs }: TaskRound): Promise<number | void> {
    const hasMore = [await this.expire(signal, sinceLastMs), await this.giveUp(signal, sinceLastMs)];
    if (hasMore.includes(true)) return 0;
  }

  private async expire(signal: AbortSignal, sinceLastMs: number | null): Promise<boolean> {
    if (sinceLastMs !== null && sinceLastMs > silentAfterMs(this.config)) {
      this.expiresFrom = performance.now() + comebackMs;
    }
    return performance.now() >= this.expiresFrom && (await this.expired.callOff(signal));
  }

  private async giveUp(signal: AbortSignal, sinceLastMs: number | null): Promise<boolean> {
    if (!(await this.leases.isAnyRunning())) return false;
    if (await this.leases.startAfreshIfUnheard(sinceLastMs)) return false;
    return this.lost.giveUp(signal);
  }
}
