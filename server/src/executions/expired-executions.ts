import { Injectable, Logger } from '@nestjs/common';
import { isDatabaseAway } from '../database/database-away.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { systemActor } from '../identity/principal.js';
import type { ExecutionEntity } from './execution.entity.js';
import { ExecutionsService } from './executions.service.js';
import { QueueExpiryRepository } from './queue-expiry.repository.js';

/** Executions that one round calls off. */
const perRound = 100;

/** Calls off what has waited for its node for as long as it may. */
@Injectable()
export class ExpiredExecutions {
  private readonly logger = new Logger('Queue');

  constructor(
    private readonly repository: QueueExpiryRepository,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
  ) {}

  /** @returns whether there may be more to call off at once */
  async callOff(signal: AbortSignal): Promise<boolean> {
    const expired = await this.repository.expired(perRound);
    let failed = 0;
    for (const id of expired) {
      if (signal.aborted) return false;
      try {
        await this.callOffOne(id);
      } catch (error) {
        if (isDatabaseAway(error)) throw error;
        // One that can't be ended must not keep the others from it.
        failed++;
        this.logger.error({ err: error, executionId: id }, 'An execution that waited too long could not be called off');
      }
    }
    return expired.length === perRound && failed < perRound;
  }

  private async callOffOne(id: string): Promise<void> {
    await this.work.run<ExecutionEntity | null>(
      (execution) => execution && this.executions.endAudited(systemActor, execution),
      async (tx) => {
        const execution = await this.repository.lockExpired(tx, id);
        if (execution) await this.executions.finish(tx, execution, { status: 'CANCELLED', reason: 'EXPIRED' });
        return execution;
      },
    );
  }
}
