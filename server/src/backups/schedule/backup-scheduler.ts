import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ScheduledTasks } from '../../scheduled-tasks/scheduled-tasks.js';
import { Notifications } from '../../notifications/notifications.js';
import { QueryCleanupService } from '../queries/query-cleanup.service.js';
import { RepositoryLocksService } from '../repositories/repository-locks.service.js';
import { ScheduleRoundService } from './schedule-round.service.js';

const name = 'backups';
const everyMs = 30_000;
/** Nodes come and go in numbers; their targets need not follow each one at once. */
const nodesSettleMs = 2_000;
/** Somebody may be just about to take what is due, so that it is still there after a round. */
const pauseMs = 250;

/** Sees to it that what is due is queued: it wakes when something is, and looks now and then in any case. */
@Injectable()
export class BackupScheduler implements OnApplicationBootstrap {
  constructor(
    private readonly round: ScheduleRoundService,
    private readonly locks: RepositoryLocksService,
    private readonly cleanup: QueryCleanupService,
    private readonly tasks: ScheduledTasks,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({
      name,
      everyMs,
      work: async ({ signal }) => {
        const nextInMs = await this.round.run(signal);
        await this.locks.reviewAll();
        await this.cleanup.run();
        return Math.max(pauseMs, nextInMs ?? everyMs);
      },
    });
    this.notifications.on('backup-policies', () => this.tasks.hasten(name, 0));
    this.notifications.on('missed', () => this.tasks.hasten(name, 0));
    this.notifications.on('node', () => this.tasks.hasten(name, nodesSettleMs));
  }
}
