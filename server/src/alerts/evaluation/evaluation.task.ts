import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Notifications } from '../../notifications/notifications.js';
import { ScheduledTasks } from '../../scheduled-tasks/scheduled-tasks.js';
import { RemediationService } from '../remediation/remediation.service.js';
import { EvaluationMetrics } from './evaluation-metrics.js';
import { EvaluationService, roundMs } from './evaluation.service.js';

const name = 'alerts';

/** Evaluates the rules every few seconds, on one of the replicas, and at once when they change. */
@Injectable()
export class EvaluationTask implements OnApplicationBootstrap {
  constructor(
    private readonly evaluation: EvaluationService,
    private readonly remediation: RemediationService,
    private readonly metrics: EvaluationMetrics,
    private readonly tasks: ScheduledTasks,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name, everyMs: roundMs, work: ({ sinceLastMs }) => this.round(sinceLastMs) });
    this.notifications.on('alert-rules', () => this.tasks.hasten(name, 0));
  }

  private async round(sinceLastMs: number | null): Promise<number> {
    const dueInMs = await this.metrics.timed(() => this.evaluation.evaluate(sinceLastMs));
    await this.remediation.run();
    return dueInMs;
  }
}
