import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ExecutionsService } from '../executions/executions.service.js';
import { NotFoundError } from '../common/domain-error.js';
import type { Actor } from '../identity/principal.js';
import { isUuid } from '../common/uuid.js';
import { JobsRepository } from './jobs.repository.js';

/** Where jobs are called off. */
@Injectable()
export class JobCancellingService {
  constructor(
    private readonly repository: JobsRepository,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
  ) {}

  async cancel(actor: Actor, id: string): Promise<void> {
    const job = isUuid(id) ? await this.repository.find(id) : null;
    if (!job) throw new NotFoundError('job');
    await this.work.run(
      (first) =>
        first ? { actor, action: 'job.cancel', target: { type: 'job', id }, details: { nodeId: job.nodeId } } : null,
      (tx) => this.executions.cancel(tx, id),
    );
  }
}
