import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ScheduledTasks, type TaskRound } from '../../scheduled-tasks/scheduled-tasks.js';
import { AlertChangesRepository } from './alert-changes.repository.js';

const everyMs = 60 * 60 * 1000;
const keptDays = 180;
const batch = 1_000;

/** Deletes alerts, with their timelines, that have been over for long. */
@Injectable()
export class AlertRetention implements OnApplicationBootstrap {
  constructor(
    private readonly alerts: AlertChangesRepository,
    private readonly work: UnitOfWork,
    private readonly tasks: ScheduledTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name: 'alert-history', everyMs, work: (round) => this.deleteOld(round) });
  }

  async deleteOld({ signal }: Pick<TaskRound, 'signal'>): Promise<void> {
    while (!signal.aborted) {
      const deleted = await this.work.system('alerts', (tx) => this.alerts.removeOver(tx, keptDays, batch));
      if (deleted < batch) return;
    }
  }
}
