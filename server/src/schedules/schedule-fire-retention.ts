import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { scheduleLimits } from '@hyprbox/contracts';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ScheduledTasks, type TaskRound } from '../scheduled-tasks/scheduled-tasks.js';
import { Clock } from '../time/clock.js';
import { ScheduleFiresRepository } from './schedule-fires.repository.js';

const everyMs = 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;
const batch = 1_000;

/** Deletes firings that are old, and of each schedule those beyond its newest. */
@Injectable()
export class ScheduleFireRetention implements OnApplicationBootstrap {
  constructor(
    private readonly fires: ScheduleFiresRepository,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly tasks: ScheduledTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name: 'schedule-fires', everyMs, work: (round) => this.deleteOld(round) });
  }

  async deleteOld({ signal }: Pick<TaskRound, 'signal'>): Promise<void> {
    const before = new Date(this.clock.now().getTime() - scheduleLimits.fireDays * dayMs);
    for (let deleted = batch; deleted === batch && !signal.aborted;) {
      deleted = await this.work.system('schedules', async (tx) => {
        const old = await this.fires.removeBefore(tx, before, batch);
        return Math.max(old, await this.fires.removeBeyond(tx, scheduleLimits.fires, batch));
      });
    }
  }
}
