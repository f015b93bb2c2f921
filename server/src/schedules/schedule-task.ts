import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Notifications } from '../notifications/notifications.js';
import { ScheduledTasks } from '../scheduled-tasks/scheduled-tasks.js';
import { ScheduleRoundService } from './schedule-round.service.js';

const name = 'schedules';
const everyMs = 30_000;
/** A rollout tells of itself often; only its end matters here. */
const rolloutSettlesMs = 1_000;
/** Somebody may be just about to take what is due, so that it is still there after a round. */
const pauseMs = 250;

/** Sees to it that what is due starts: it wakes when something is, and looks now and then in any case. */
@Injectable()
export class ScheduleTask implements OnApplicationBootstrap {
  constructor(
    private readonly round: ScheduleRoundService,
    private readonly tasks: ScheduledTasks,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({
      name,
      everyMs,
      work: async ({ signal }) => Math.max(pauseMs, (await this.round.run(signal)) ?? everyMs),
    });
    this.notifications.on('schedules', () => this.tasks.hasten(name, 0));
    this.notifications.on('rollout', () => this.tasks.hasten(name, rolloutSettlesMs));
    this.notifications.on('missed', () => this.tasks.hasten(name, 0));
  }
}
