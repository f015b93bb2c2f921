import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DatabaseClock } from '../database/database-clock.js';
import { PartitionKeeper } from '../database/partitions.js';
import { SettingsService } from '../settings/settings.service.js';
import { Clock } from '../time/clock.js';
import { ScheduledTasks } from './scheduled-tasks.js';

const everyMs = 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;
/** After a longer pause the server was off, or a clock was set: what looks old now is looked at once more. */
const pauseMs = dayMs;
/** What two clocks may be apart; beyond it nobody knows which of them is wrong, and what is dropped is gone. */
const apartMs = dayMs;

/** Makes the partitions of the coming days and drops those past their retention, by the database's time. */
@Injectable()
export class PartitionTask implements OnApplicationBootstrap {
  private readonly logger = new Logger('Retention');

  constructor(
    private readonly keeper: PartitionKeeper,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
    private readonly databaseClock: DatabaseClock,
    private readonly tasks: ScheduledTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name: 'partitions', everyMs, work: ({ sinceLastMs }) => this.keep(sinceLastMs) });
  }

  /** @param sinceLastMs how long ago this was done last; null if never */
  async keep(sinceLastMs: number | null = 0): Promise<void> {
    const now = await this.databaseClock.now();
    await this.keeper.makeAhead(now);
    if (sinceLastMs !== null && Math.abs(sinceLastMs) > pauseMs) {
      this.logger.log(
        'Nothing was dropped for more than a day, or a clock was set: retention waits for its next round.',
      );
      return;
    }
    const apart = Math.abs(now.getTime() - this.clock.machineNow().getTime());
    if (apart > apartMs) {
      this.logger.warn(
        `The clocks of the server and its database are ${Math.round(apart / dayMs)} days apart: nothing is dropped.`,
      );
      return;
    }
    const { retention } = await this.settings.current();
    const dropped = await this.keeper.dropExpired(now, retention);
    if (dropped.length > 0) this.logger.log(`Dropped what is past its retention: ${dropped.join(', ')}`);
  }
}
