import { Inject, Injectable } from '@nestjs/common';
import type { ExecutionKindName } from '@hyprbox/contracts';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ExecutionsRepository, type ClaimedRow } from './executions.repository.js';
import { ExecutionsService } from './executions.service.js';

export interface Claimant {
  nodeId: string;
  claimId: string;
  /** What the agent can carry out. */
  kinds: readonly ExecutionKindName[];
  /** What the agent carries; absent when it does not say. */
  running?: string[];
}

/** Gives an agent its next execution, and keeps its leases on those that it carries. */
@Injectable()
export class ExecutionClaimsService {
  constructor(
    private readonly repository: ExecutionsRepository,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns the same for a claim that is sent again; null where there is nothing */
  async claim({ nodeId, claimId, kinds }: Claimant): Promise<ClaimedRow | null> {
    if (!(await this.repository.mayClaim(nodeId, kinds, claimId))) return null;
    return this.work.system('claim', async (tx) => {
      await this.repository.lockClaim(tx, claimId);
      const earlier = await this.repository.claimedBy(tx, nodeId, claimId);
      if (earlier.known) return earlier.row;
      const row = await this.repository.claimNext(tx, nodeId, kinds, claimId, this.config.leaseSeconds);
      if (row) tx.publishAfterCommit({ topic: 'execution', id: row.id });
      return row;
    });
  }

  async renew({ nodeId, running }: Claimant): Promise<void> {
    if (running?.length === 0) return;
    await this.work.system('lease', (tx) => this.executions.renewLeases(tx, [{ nodeId, ...(running && { running }) }]));
  }
}
