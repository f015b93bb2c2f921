import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Notifications } from '../../notifications/notifications.js';
import { ScheduledTasks } from '../../scheduled-tasks/scheduled-tasks.js';
import { CopiesCleanup } from './copies-cleanup.js';
import { SourceLooks } from './source-looks.service.js';

const name = 'preset-sources';
const everyMs = 60_000;
/** What is claimed by somebody who died comes due again, and is not asked for all the time until then. */
const pauseMs = 1_000;

/** Sees to it that sources are looked at each minute, and sooner where somebody calls for it. */
@Injectable()
export class PresetSourcesTask implements OnApplicationBootstrap {
  constructor(
    private readonly looks: SourceLooks,
    private readonly cleanup: CopiesCleanup,
    private readonly tasks: ScheduledTasks,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    const hasten = (): void => this.tasks.hasten(name, 0);
    this.tasks.start({
      name,
      everyMs,
      work: async () => Math.max(pauseMs, (await this.looks.begin(hasten)) ?? everyMs),
    });
    this.notifications.on('preset-sources', () => {
      hasten();
      void this.cleanup.run();
    });
    this.notifications.on('missed', hasten);
    void this.cleanup.run();
  }
}
