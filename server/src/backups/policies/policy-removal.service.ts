import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Audited } from '../../database/unit-of-work.js';
import type { Actor } from '../../http/principal.js';
import { isUuid } from '../../http/uuid.js';
import { RunCancelling } from '../runs/run-cancelling.service.js';
import { TargetPlanning } from '../targets/target-planning.service.js';
import { Clock } from '../../time/clock.js';
import { PolicyNotFoundError } from './policies.errors.js';
import { PoliciesRepository } from './policies.repository.js';

/** Takes a policy away. Its runs and what they proved stay readable, and its repository stays as it is. */
@Injectable()
export class PolicyRemoval {
  constructor(
    private readonly repository: PoliciesRepository,
    private readonly planning: TargetPlanning,
    private readonly cancelling: RunCancelling,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async remove(actor: Actor, id: string): Promise<void> {
    if (!isUuid(id)) throw new PolicyNotFoundError();
    const audited = ({ name, cancelledRuns }: { name: string; cancelledRuns: number }): Audited => ({
      actor,
      action: 'backup.policy.delete',
      target: { type: 'backup-policy', id },
      details: { name, cancelledRuns },
    });
    await this.work.run(audited, async (tx) => {
      const policy = await this.repository.lock(tx, id);
      if (!policy) throw new PolicyNotFoundError();
      const now = this.clock.now();
      await this.repository.delete(tx, id, now);
      const cancelledRuns = await this.cancelling.cancelQueued(tx, id);
      await this.planning.refresh(tx, id, now);
      return { name: policy.fields.name, cancelledRuns };
    });
  }
}
