import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/unit-of-work.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { keepsAnything, RunOrders } from './run-orders.js';
import { RunQueueing } from './run-queueing.service.js';
import { RunsRepository } from './runs.repository.js';

/** What follows a good backup: what is older than the policy keeps is removed. */
@Injectable()
export class Retention {
  constructor(
    private readonly repository: RunsRepository,
    private readonly policies: PoliciesRepository,
    private readonly orders: RunOrders,
    private readonly queueing: RunQueueing,
  ) {}

  /** Queues it unless it is queued already. The last thing a transaction does. */
  async follow(tx: Transaction, policyId: string, nodeId: string): Promise<void> {
    const [policy] = await this.policies.findMany(tx, [policyId]);
    if (!policy || !keepsAnything(policy.fields.retention)) return;
    if (await this.repository.isAnyQueued(tx, policyId, nodeId, 'PRUNE')) return;
    const rest = { nodeId, trigger: 'RETENTION', scheduledFor: null, createdBy: null } as const;
    await this.queueing.queue(tx, [this.orders.make(policy, 'PRUNE', rest)]);
  }
}
