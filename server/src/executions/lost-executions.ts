import { Injectable, Logger } from '@nestjs/common';
import { isDatabaseAway } from '../database/database-away.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { systemActor } from '../identity/principal.js';
import type { ExecutionEntity } from './execution.entity.js';
import { ExecutionsService } from './executions.service.js';
import { LeasesRepository } from './leases.repository.js';

/** Executions that one round gives up. */
const perRound = 100;

/** Gives up executions whose agent has been silent past its lease. */
@Injectable()
export class LostExecutions {
  private readonly logger = new Logger('Leases');

  constructor(
    private readonly leases: LeasesRepository,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
  ) {}

  /** @returns whether there may be more to give up at once */
  async giveUp(signal: AbortSignal): Promise<boolean> {
    const expired = await this.leases.expired(perRound);
    let failed = 0;
    for (const id of expired) {
      if (signal.aborted) return false;
      try {
        await this.giveUpOne(id);
      } catch (error) {
        if (isDatabaseAway(error)) throw error;
        // One that can't be ended must not keep the others from it.
        failed++;
        this.logger.error({ err: error, executionId: id }, 'An execution without a lease could not be given up');
      }
    }
    return expired.length === perRound && failed < perRound;
  }

  private async giveUpOne(id: string): Promise<void> {
    await this.work.run<ExecutionEntity | null>(
      (execution) => execution && this.executions.endAudited(systemActor, execution),
      async (tx) => {
        const execution = await this.leases.lockExpired(tx, id);
        if (execution) await this.executions.finish(tx, execution, { status: 'FAILED', reason: 'AGENT_LOST' });
        return execution;
      },
    );
  }
}
