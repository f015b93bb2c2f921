import { Injectable } from '@nestjs/common';
import { limits, type BackupRunKind } from '@hyprbox/contracts';
import { ActivityLog } from '../../activity/activity-log.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { NodesService } from '../../nodes/nodes.service.js';
import { Clock } from '../../time/clock.js';
import { BackupExecutionsService, type QueuedBackupExecution } from '../orders/backup-executions.service.js';
import type { RunOrder } from './run-order.js';
import { queuedMessage } from './run-activity.js';
import { RunsRepository } from './runs.repository.js';

/** Kinds that need the repository for themselves. */
const exclusive: ReadonlySet<BackupRunKind> = new Set(['PRUNE', 'CHECK']);

/** Where runs begin. */
@Injectable()
export class RunQueueingService {
  constructor(
    private readonly repository: RunsRepository,
    private readonly executions: BackupExecutionsService,
    private readonly nodes: NodesService,
    private readonly activity: ActivityLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Queues runs, suspended until they are granted their repository's lock. The last thing a transaction does.
   *
   * @returns their ids, in the same order
   */
  async queue(tx: Transaction, orders: readonly RunOrder[]): Promise<string[]> {
    for (const nodeId of [...new Set(orders.map((order) => order.nodeId))].sort())
      await this.nodes.lockShared(tx, nodeId);
    const queued: QueuedBackupExecution[] = [];
    for (const order of orders) queued.push(await this.queueOne(tx, order));
    await this.executions.requestLocks(tx, queued);
    return queued.map(({ id }) => id);
  }

  private async queueOne(tx: Transaction, order: RunOrder): Promise<QueuedBackupExecution> {
    const { policy, nodeId, task, hooks, trigger, scheduledFor, createdBy } = order;
    const kind = task.operation;
    const timeoutSeconds = limits.jobTimeoutSecondsMax;
    const wanted = { policy, nodeId, task, hooks, timeoutSeconds, exclusive: exclusive.has(kind) };
    const queued = await this.executions.queue(tx, wanted);
    const { id } = queued;
    // By the schedule's clock, which says what is missed; shown is when the execution was queued.
    const createdAt = this.clock.now();
    const run = { id, policyId: policy.id, nodeId, kind, trigger, scheduledFor, createdAt };
    await this.repository.insert(tx, { ...run, createdBy: createdBy?.id ?? null });
    if (trigger !== 'RETENTION') {
      const isDryRun = task.operation === 'RESTORE' && task.dryRun;
      const named = { kind, isDryRun, policyName: policy.fields.name, nodeId };
      const message = queuedMessage(named, createdBy?.name ?? null);
      this.activity.append(tx, { nodeId, kind: 'backup', message, executionId: id });
    }
    return queued;
  }
}
