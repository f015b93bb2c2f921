import { Injectable } from '@nestjs/common';
import type { RestoreRequest, RunBackupRequest } from '@hyprbox/contracts';
import { OrdersService, type PreparedOrder } from '../../executions/orders.service.js';
import { ConflictError } from '../../common/domain-error.js';
import type { Actor, UserPrincipal } from '../../identity/principal.js';
import { HookScripts } from '../policies/hook-scripts.js';
import { TargetsService } from '../targets/targets.service.js';
import { hooksOf, keepsAnything, taskOf, type RunOrder } from './run-order.js';
import { RunQueueingService } from './run-queueing.service.js';

/** What people ask for: a run now, and a restore. */
@Injectable()
export class RunRequestsService {
  constructor(
    private readonly targets: TargetsService,
    private readonly hooks: HookScripts,
    private readonly queueing: RunQueueingService,
    private readonly orders: OrdersService,
  ) {}

  /**
   * @param key the caller's name for this order: under one name, one run is made
   * @returns the run's id
   */
  async run(
    user: UserPrincipal,
    actor: Actor,
    policyId: string,
    asked: RunBackupRequest,
    key?: string,
  ): Promise<string> {
    const { kind = 'BACKUP' } = asked;
    const request = { action: 'backup.run', policyId, kind, nodeId: asked.nodeId };
    return this.orders.carryOut({ userId: user.id, key, request }, async () => {
      const { policy, nodeId } = await this.targets.choose(policyId, asked.nodeId, '/nodeId');
      if (kind === 'PRUNE' && !keepsAnything(policy.fields.retention)) {
        throw new ConflictError('NO_RETENTION', 'The policy does not say what to keep, so nothing can be removed.');
      }
      const hooks = await this.hooks.render(policy.fields, { roles: hooksOf[kind] });
      const task = taskOf(policy, kind, hooks);
      const cause = { trigger: 'USER', scheduledFor: null, createdBy: user } as const;
      const order = { policy, nodeId, task, hooks, ...cause };
      return this.prepared(actor, 'backup.run', order, { policyId, nodeId, kind });
    });
  }

  /** As {@link run}. */
  async restore(user: UserPrincipal, actor: Actor, asked: RestoreRequest, key?: string): Promise<string> {
    const { policyId, snapshotId, targetPath, include = [], dryRun = false, overwrite = false } = asked;
    const wanted = { snapshotId, targetPath, include, dryRun, overwrite };
    const request = { action: 'backup.restore', policyId, nodeId: asked.nodeId, ...wanted };
    return this.orders.carryOut({ userId: user.id, key, request }, async () => {
      const { policy, nodeId } = await this.targets.choose(policyId, asked.nodeId, '/nodeId');
      const order: RunOrder = {
        policy,
        nodeId,
        task: { operation: 'RESTORE', ...wanted },
        hooks: {},
        trigger: 'USER',
        scheduledFor: null,
        createdBy: user,
      };
      return this.prepared(actor, 'backup.restore', order, { policyId, nodeId, ...wanted });
    });
  }

  private prepared(
    actor: Actor,
    action: 'backup.run' | 'backup.restore',
    order: RunOrder,
    details: Record<string, unknown>,
  ): PreparedOrder {
    return {
      audited: (id) => ({ actor, action, target: { type: 'backup-run', id }, details }),
      queue: async (tx) => {
        const [id] = await this.queueing.queue(tx, [order]);
        if (id === undefined) throw new Error('A run was not queued.');
        return id;
      },
    };
  }
}
