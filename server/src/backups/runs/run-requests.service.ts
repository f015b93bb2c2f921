import { Injectable } from '@nestjs/common';
import type { RestoreRequest, RunBackupRequest } from '@hyprbox/contracts';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ConflictError } from '../../http/domain-error.js';
import type { Actor, UserPrincipal } from '../../http/principal.js';
import { PoliciesService } from '../policies/policies.service.js';
import { TargetChoice } from '../targets/target-choice.service.js';
import { keepsAnything, RunOrders } from './run-orders.js';
import { RunQueueing, type RunOrder } from './run-queueing.service.js';

/** What people ask for: a run now, and a restore. */
@Injectable()
export class RunRequests {
  constructor(
    private readonly policies: PoliciesService,
    private readonly targets: TargetChoice,
    private readonly orders: RunOrders,
    private readonly queueing: RunQueueing,
    private readonly work: UnitOfWork,
  ) {}

  /** @returns the run's id */
  async run(user: UserPrincipal, actor: Actor, policyId: string, request: RunBackupRequest): Promise<string> {
    const policy = await this.policies.find(policyId);
    const nodeId = await this.targets.choose(policyId, request.nodeId, '/nodeId');
    const kind = request.kind ?? 'BACKUP';
    if (kind === 'PRUNE' && !keepsAnything(policy.fields.retention)) {
      throw new ConflictError('NO_RETENTION', 'The policy does not say what to keep, so nothing can be removed.');
    }
    const order = this.orders.make(policy, kind, { nodeId, trigger: 'USER', scheduledFor: null, createdBy: user });
    return this.queue(actor, 'backup.run', order, { policyId, nodeId, kind });
  }

  async restore(user: UserPrincipal, actor: Actor, request: RestoreRequest): Promise<string> {
    const { policyId, snapshotId, targetPath, include = [], dryRun = false, overwrite = false } = request;
    const policy = await this.policies.find(policyId);
    const nodeId = await this.targets.choose(policyId, request.nodeId, '/nodeId');
    const order: RunOrder = {
      policy,
      nodeId,
      task: { operation: 'RESTORE', snapshotId, targetPath, include, dryRun, overwrite },
      hooks: {},
      trigger: 'USER',
      scheduledFor: null,
      createdBy: user,
    };
    const details = { policyId, nodeId, snapshotId, targetPath, include, dryRun, overwrite };
    return this.queue(actor, 'backup.restore', order, details);
  }

  private queue(
    actor: Actor,
    action: 'backup.run' | 'backup.restore',
    order: RunOrder,
    details: Record<string, unknown>,
  ): Promise<string> {
    return this.work.run<string>(
      (id) => ({ actor, action, target: { type: 'backup-run', id }, details }),
      async (tx) => {
        const [id] = await this.queueing.queue(tx, [order]);
        if (id === undefined) throw new Error('A run was not queued.');
        return id;
      },
    );
  }
}
