import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/unit-of-work.js';
import { NodesService } from '../../nodes/nodes.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { QueryQueueingService } from '../queries/query-queueing.service.js';
import { keepsAnything, taskOf } from './run-order.js';
import { RunQueueingService } from './run-queueing.service.js';
import { RunsRepository } from './runs.repository.js';

/** What has to be done after a run has ended; each is the last thing a transaction does. */
@Injectable()
export class RunFollowUpsService {
  constructor(
    private readonly repository: RunsRepository,
    private readonly policies: PoliciesService,
    private readonly queueing: RunQueueingService,
    private readonly queries: QueryQueueingService,
    private readonly nodes: NodesService,
  ) {}

  /** After a good backup, what is older than the policy keeps is removed. Queues it unless it is queued already. */
  async queueRetention(tx: Transaction, policyId: string, nodeId: string): Promise<void> {
    if (!(await this.nodes.lockSharedIfPresent(tx, nodeId))) return;
    const [policy] = await this.policies.findMany(tx, [policyId]);
    if (!policy || !keepsAnything(policy.fields.retention)) return;
    if (await this.repository.isAnyQueued(tx, policyId, nodeId, 'PRUNE')) return;
    const cause = { trigger: 'RETENTION', scheduledFor: null, createdBy: null } as const;
    await this.queueing.queue(tx, [{ policy, nodeId, task: taskOf(policy, 'PRUNE', {}), hooks: {}, ...cause }]);
  }

  /** After a run that may have changed the snapshots and could not tell them, the node is asked for their list. */
  async queueSnapshotList(tx: Transaction, policyId: string, nodeId: string): Promise<void> {
    const [policy] = await this.policies.findMany(tx, [policyId]);
    if (!policy || !(await this.nodes.lockSharedIfPresent(tx, nodeId))) return;
    await this.queries.queue(tx, { policy, nodeId, task: { operation: 'SNAPSHOTS' } });
  }
}
