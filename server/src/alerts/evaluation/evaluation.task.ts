import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Notifications } from '../../notifications/notifications.js';
import { ScheduledTasks } from '../../scheduled-tasks/scheduled-tasks.js';
import { EvaluationService, roundMs } from './evaluation.service.js';

const name = 'alerts';

/** Evaluates the rules every few seconds, on one of the replicas, and at once when they change. */
@Injectable()
export class EvaluationTask implements OnApplicationBootstrap {
  constructor(
    private readonly evaluation: EvaluationService,
    private readonly tasks: ScheduledTasks,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name, everyMs: roundMs, work: ({ sinceLastMs }) => this.evaluation.evaluate(sinceLastMs) });
    this.notifications.on('alert-rules', () => this.tasks.hasten(name, 0));
  }
}
