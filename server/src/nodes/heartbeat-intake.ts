import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseAway } from '../database/database-away.js';
import { HeartbeatIntakeRepository } from './heartbeat-intake.repository.js';

const everyMs = 2_000;
/** Notes in the database that heartbeats can be taken, for all replicas: a host is silent only while one of them listens. */
@Injectable()
export class HeartbeatIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Heartbeats');
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> = Promise.resolve();

  constructor(private readonly repository: HeartbeatIntakeRepository) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.note();
    this.timer = setInterval(() => {
      this.round = this.note();
    }, everyMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.round;
  }

  private async note(): Promise<void> {
    try {
      await this.repository.note();
    } catch (error) {
      // While the database is away nothing can be taken, which the pause then tells.
      if (!isDatabaseAway(error)) this.logger.warn({ err: error }, 'It could not be noted that heartbeats are taken.');
    }
  }
}
