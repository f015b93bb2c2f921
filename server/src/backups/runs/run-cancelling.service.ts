import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import { ExecutionsService } from '../../executions/executions.service.js';
import type { Actor } from '../../http/principal.js';
import { isUuid } from '../../http/uuid.js';
import { RunNotFoundError } from './runs.errors.js';
import { RunsRepository } from './runs.repository.js';

/** Where runs are called off. */
@Injectable()
export class RunCancelling {
  constructor(
    private readonly repository: RunsRepository,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
  ) {}

  async cancel(actor: Actor, id: string): Promise<void> {
    const run = isUuid(id) ? await this.repository.find(id) : null;
    if (!run) throw new RunNotFoundError();
    const { policyId, nodeId, kind } = run;
    await this.work.run(
      (first) =>
        first
          ? {
              actor,
              action: 'backup.cancel',
              target: { type: 'backup-run', id },
              details: { policyId, nodeId, kind },
            }
          : null,
      (tx) => this.executions.cancel(tx, id),
    );
  }

  /** Those of a policy's runs that no node has begun. @returns how many */
  async cancelQueued(tx: Transaction, policyId: string): Promise<number> {
    return this.cancelUnbegun(tx, await this.repository.queuedOf(tx, policyId));
  }

  /** Those of the executions that no node has begun. @returns how many */
  async cancelUnbegun(tx: Transaction, ids: readonly string[]): Promise<number> {
    return this.executions.cancelQueued(tx, ids);
  }
}
