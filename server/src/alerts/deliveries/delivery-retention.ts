import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DatabaseClock } from '../../database/database-clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ScheduledTasks, type TaskRound } from '../../scheduled-tasks/scheduled-tasks.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { firstIdOf } from './first-id.js';

const everyMs = 60 * 60 * 1000;
const keptMs = 90 * 24 * 60 * 60 * 1000;
const batch = 1_000;

/** Deletes messages that have been over for long. */
@Injectable()
export class DeliveryRetention implements OnApplicationBootstrap {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly work: UnitOfWork,
    private readonly clock: DatabaseClock,
    private readonly tasks: ScheduledTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name: 'alert-deliveries', everyMs, work: (round) => this.deleteOld(round) });
  }

  async deleteOld({ signal }: Pick<TaskRound, 'signal'>): Promise<void> {
    const beforeId = firstIdOf(new Date((await this.clock.now()).getTime() - keptMs));
    while (!signal.aborted) {
      const deleted = await this.work.system('alert-deliveries', (tx) =>
        this.deliveries.deleteOver(tx, beforeId, batch),
      );
      if (deleted < batch) return;
    }
  }
}
