import { Injectable } from '@nestjs/common';
import { limits, type BackupRunKind, type VaultTask } from '@hyprbox/contracts';
import { ActivityLog } from '../../activity/activity-log.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { ExecutionsService } from '../../executions/executions.service.js';
import { NodesService } from '../../nodes/nodes.service.js';
import { repositoryIdentity, repositoryOf } from '../policies/repository-address.js';
import { RepositoryTurns, type Entry } from '../repositories/repository-turns.service.js';
import { freezeOrder, type OrderedPolicy, type RenderedHooks } from '../vault/vault-orders.js';
import { queuedInWords } from './run-words.js';
import { RunsRepository, type RunTrigger } from './runs.repository.js';

/** A run as it is asked for: what the node is to do, and the scripts that belong to it. */
export interface RunOrder {
  policy: OrderedPolicy;
  nodeId: string;
  task: Extract<VaultTask, { operation: BackupRunKind }>;
  hooks: RenderedHooks;
  trigger: RunTrigger;
  scheduledFor: Date | null;
  /** Who asked for it. */
  createdBy: { id: string; name: string } | null;
}

/** Kinds that need the repository for themselves. */
const exclusive: ReadonlySet<BackupRunKind> = new Set(['PRUNE', 'CHECK']);

/** Where runs begin. */
@Injectable()
export class RunQueueing {
  constructor(
    private readonly repository: RunsRepository,
    private readonly executions: ExecutionsService,
    private readonly turns: RepositoryTurns,
    private readonly nodes: NodesService,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Queues runs, held until their turn at their repository has come. The last thing a transaction does.
   *
   * @returns their ids, in the same order
   */
  async queue(tx: Transaction, orders: readonly RunOrder[]): Promise<string[]> {
    for (const nodeId of [...new Set(orders.map((order) => order.nodeId))].sort()) await this.nodes.hold(tx, nodeId);
    const entries: Entry[] = [];
    for (const order of orders) {
      const { policy, nodeId, task, trigger, scheduledFor, createdBy } = order;
      const kind = task.operation;
      const { id, createdAt } = await this.executions.queue(tx, {
        kind: 'VAULT',
        nodeId,
        ...freezeOrder(policy, nodeId, task, order.hooks),
        timeoutSeconds: limits.jobTimeoutSecondsMax,
        held: true,
      });
      const run = { id, policyId: policy.id, nodeId, kind, trigger, scheduledFor, createdAt };
      await this.repository.insert(tx, { ...run, createdBy: createdBy?.id ?? null });
      if (trigger !== 'RETENTION') {
        const message = queuedInWords(kind, policy.fields.name, nodeId, createdBy?.name ?? null);
        await this.activity.append(tx, { nodeId, kind: 'backup', message, jobId: id });
      }
      const identity = repositoryIdentity(repositoryOf(policy.fields.repository, nodeId), nodeId);
      entries.push({ executionId: id, identity, exclusive: exclusive.has(kind) });
    }
    await this.turns.enter(tx, entries);
    return entries.map(({ executionId }) => executionId);
  }
}
