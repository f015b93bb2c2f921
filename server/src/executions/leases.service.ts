import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { silentAfterMs } from './lease-period.js';
import { LeasesRepository } from './leases.repository.js';
import { ReplicasRepository } from './replicas.repository.js';

/** Whether leases say anything of the agents: not after a time in which agents could not be heard. */
@Injectable()
export class LeasesService {
  constructor(
    private readonly repository: LeasesRepository,
    private readonly replicas: ReplicasRepository,
    private readonly work: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** False where nothing runs: then there is nothing to look after, and nothing to write. */
  async isAnyRunning(): Promise<boolean> {
    return this.repository.isAnyRunning();
  }

  /**
   * When leases were not looked at for a while, no server or no database was up; when a replica fell silent, what it
   * heard was lost. Every lease starts afresh then.
   *
   * @param sinceLastMs how long ago leases were looked at; null if never
   * @returns whether they did
   */
  async startAfreshIfUnheard(sinceLastMs: number | null): Promise<boolean> {
    const silentMs = silentAfterMs(this.config);
    return this.work.system('lease', async (tx) => {
      const wasReplicaLost = await this.replicas.forgetSilent(tx, silentMs);
      const wasAway = wasReplicaLost || sinceLastMs === null || sinceLastMs > silentMs;
      if (wasAway) await this.repository.startAllAfresh(tx, this.config.leaseSeconds);
      return wasAway;
    });
  }
}
