import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { PartitionKeeper } from '../database/partitions.js';
import { SettingsService } from '../settings/settings.service.js';
import { Clock } from '../time/clock.js';
import { PeriodicDuties } from './periodic-duties.js';

const everyMs = 60 * 60 * 1000;

/** Makes the partitions of the coming days and drops those past their retention. */
@Injectable()
export class PartitionDuty implements OnApplicationBootstrap {
  private readonly logger = new Logger('Retention');

  constructor(
    private readonly keeper: PartitionKeeper,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
    private readonly duties: PeriodicDuties,
  ) {}

  onApplicationBootstrap(): void {
    this.duties.start({ name: 'partitions', everyMs, work: () => this.keep() });
  }

  async keep(): Promise<void> {
    const now = this.clock.now();
    await this.keeper.makeAhead(now);
    const { retention } = await this.settings.current();
    const dropped = await this.keeper.dropExpired(now, retention);
    if (dropped.length > 0) this.logger.log(`Dropped what is past its retention: ${dropped.join(', ')}`);
  }
}
