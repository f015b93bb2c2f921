import { Injectable } from '@nestjs/common';
import type { BackupTask } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import { ExecutionsService } from '../../executions/executions.service.js';
import type { RenderedHooks } from '../policies/hook-scripts.js';
import { RepositoriesRepository } from '../repositories/repositories.repository.js';
import { repositoryIdentity, repositoryOf } from '../repositories/repository-address.js';
import { RepositoryLocksService, type NewLockRequest } from '../repositories/repository-locks.service.js';
import { freezeOrder, type OrderedPolicy } from './backup-order.js';

export interface NewBackupExecution {
  policy: OrderedPolicy;
  nodeId: string;
  task: BackupTask;
  hooks: RenderedHooks;
  timeoutSeconds: number;
  /** Whether it needs the repository for itself. */
  exclusive: boolean;
}

export interface QueuedBackupExecution {
  id: string;
  createdAt: Date;
  lock: NewLockRequest;
}

/** Queues what nodes do with repositories: suspended until it is granted the repository's lock. */
@Injectable()
export class BackupExecutionsService {
  constructor(
    private readonly executions: ExecutionsService,
    private readonly repositories: RepositoriesRepository,
    private readonly locks: RepositoryLocksService,
  ) {}

  /** It stays suspended until `requestLocks` is called with its lock, which has to come in the same transaction. */
  async queue(tx: Transaction, wanted: NewBackupExecution): Promise<QueuedBackupExecution> {
    const { policy, nodeId, task, hooks, timeoutSeconds, exclusive } = wanted;
    const identity = repositoryIdentity(repositoryOf(policy.fields.repository, nodeId), nodeId);
    const known = await this.repositories.known(tx, identity);
    const { id, createdAt } = await this.executions.queue(tx, {
      kind: 'VAULT',
      nodeId,
      ...freezeOrder(policy, nodeId, task, hooks, known),
      timeoutSeconds,
      suspended: true,
    });
    return { id, createdAt, lock: { executionId: id, identity, exclusive } };
  }

  /** The last thing a transaction does, as rows of repositories are locked after all others. */
  async requestLocks(tx: Transaction, queued: readonly QueuedBackupExecution[]): Promise<void> {
    await this.locks.request(
      tx,
      queued.map(({ lock }) => lock),
    );
  }
}
