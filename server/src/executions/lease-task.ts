import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { ScheduledTasks, type TaskRound } from '../scheduled-tasks/scheduled-tasks.js';
import { leasePeriodMs } from './lease-period.js';
import { LeasesService } from './leases.service.js';
import { LostExecutions } from './lost-executions.js';

/** Looks after the leases of what runs: what agents have left is given up, unless agents could not be heard. */
@Injectable()
export class LeaseTask implements OnApplicationBootstrap {
  constructor(
    private readonly leases: LeasesService,
    private readonly lost: LostExecutions,
    private readonly tasks: ScheduledTasks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name: 'leases', everyMs: leasePeriodMs(this.config), work: (round) => this.keep(round) });
  }

  private async keep({ signal, sinceLastMs }: TaskRound): Promise<number | void> {
    if (!(await this.leases.isAnyRunning())) return;
    if (await this.leases.startAfreshIfUnheard(sinceLastMs)) return;
    if (await this.lost.giveUp(signal)) return 0;
  }
}
