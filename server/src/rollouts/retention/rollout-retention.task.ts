import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ScheduledTasks, type TaskRound } from '../../scheduled-tasks/scheduled-tasks.js';
import { SettingsService } from '../../settings/settings.service.js';
import { OldRolloutsRepository } from './old-rollouts.repository.js';

const everyMs = 60 * 60 * 1000;
/** After a longer pause the server was off, or a clock was set: what looks old now is looked at once more. */
const pauseMs = 24 * 60 * 60 * 1000;
/** Rollouts of one round; each may have thousands of hosts. */
const most = 500;

/**
 * Deletes rollouts when the output of their jobs goes, by the same setting: what is left of them is what each job and the
 * audit trail tell as well.
 */
@Injectable()
export class RolloutRetentionTask implements OnApplicationBootstrap {
  private readonly logger = new Logger('Retention');

  constructor(
    private readonly rollouts: OldRolloutsRepository,
    private readonly settings: SettingsService,
    private readonly work: UnitOfWork,
    private readonly tasks: ScheduledTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name: 'rollout-retention', everyMs, work: (round) => this.deleteOld(round) });
  }

  async deleteOld({ signal, sinceLastMs }: TaskRound): Promise<void> {
    if (sinceLastMs !== null && Math.abs(sinceLastMs) > pauseMs) return;
    const { retention } = await this.settings.current();
    let deleted = 0;
    while (deleted < most && !signal.aborted && (await this.deleteOne(retention.outputDays))) deleted++;
    if (deleted > 0) this.logger.log(`Deleted ${deleted} rollouts that are past their retention.`);
  }

  /** A transaction each, so that none holds the jobs of many. */
  private async deleteOne(days: number): Promise<boolean> {
    return this.work.system('rollouts', async (tx) => {
      const old = await this.rollouts.lockOld(tx, days);
      if (old) await this.rollouts.remove(tx, old);
      return old !== null;
    });
  }
}
