import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { isDatabaseAway } from '../database/database-away.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Ids } from '../time/clock.js';
import { leasePeriodMs } from './lease-period.js';
import { LeasesService } from './leases.service.js';
import { ReplicasRepository } from './replicas.repository.js';

/** While anything runs, each replica says now and then that it reaches the database, so that its silence is noticed. */
@Injectable()
export class ReplicaPresence implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Replicas');
  private readonly id: string;
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly replicas: ReplicasRepository,
    private readonly leases: LeasesService,
    private readonly work: UnitOfWork,
    ids: Ids,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.id = ids.next();
  }

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.round;
    await this.work.system('lease', (tx) => this.replicas.leave(tx, this.id)).catch(() => undefined);
  }

  private schedule(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.note()
        .catch((error: unknown) => {
          // That the database is away is said by who watches it.
          if (!isDatabaseAway(error)) this.logger.warn({ err: error }, 'This replica could not say that it is there');
        })
        .then(() => this.schedule(leasePeriodMs(this.config)));
    }, ms);
  }

  private async note(): Promise<void> {
    if (await this.leases.isAnyRunning()) await this.work.system('lease', (tx) => this.replicas.noteAlive(tx, this.id));
  }
}
