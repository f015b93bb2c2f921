import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/unit-of-work.js';
import { NodesService } from '../../nodes/nodes.service.js';
import { Clock } from '../../time/clock.js';
import type { OrderedPolicy } from '../orders/backup-order.js';
import { BackupExecutionsService } from '../orders/backup-executions.service.js';
import { repositoryOf } from '../repositories/repository-address.js';
import { TargetsService } from '../targets/targets.service.js';
import { NodeOfflineError } from './queries.errors.js';
import { QueriesRepository } from './queries.repository.js';
import { keyOf, type QueryTask } from './query-key.js';

/** What is to be read from the repository of a policy, and the node that reads it. */
export interface RepositoryQuery {
  policy: OrderedPolicy;
  nodeId: string;
  task: QueryTask;
}

/** A node takes no longer over a query; one that takes longer than its caller waits may still be made again. */
const timeoutSeconds = 5 * 60;
/** For so long an answer is given again. */
const freshMs = 60_000;

/** Hands queries to nodes; the same one that is made twice at once is one execution. */
@Injectable()
export class QueryQueueingService {
  constructor(
    private readonly repository: QueriesRepository,
    private readonly executions: BackupExecutionsService,
    private readonly targets: TargetsService,
    private readonly nodes: NodesService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param given the node as the caller named it
   * @param pointer where the caller names one
   * @throws NodeOfflineError where no node is there to answer
   */
  async prepare(
    policyId: string,
    given: string | undefined,
    pointer: string,
    task: QueryTask,
  ): Promise<RepositoryQuery> {
    const { policy, nodeId } = await this.targets.choose(policyId, given, pointer);
    const { status } = await this.nodes.get(nodeId);
    if (status === 'OFFLINE' || status === 'UNKNOWN') throw new NodeOfflineError(nodeId);
    return { policy, nodeId, task };
  }

  /**
   * The last thing a transaction does.
   *
   * @returns the id of the execution that answers, or has answered
   */
  async queue(tx: Transaction, { policy, nodeId, task }: RepositoryQuery): Promise<string> {
    const key = keyOf(policy.id, repositoryOf(policy.fields.repository, nodeId), nodeId, task);
    await this.repository.lockKey(tx, key);
    const now = this.clock.now();
    const since = new Date(now.getTime() - freshMs);
    // A list of snapshots is asked for because the one that is there may be old.
    const alike = await this.repository.alike(tx, key, since, task.operation === 'SNAPSHOTS' ? now : since);
    if (alike) return alike;
    const wanted = { policy, nodeId, task, hooks: {}, timeoutSeconds, exclusive: false };
    const queued = await this.executions.queue(tx, wanted);
    const { id, createdAt } = queued;
    await this.repository.insert(tx, { id, policyId: policy.id, nodeId, key, createdAt });
    await this.executions.requestLocks(tx, [queued]);
    return id;
  }
}
