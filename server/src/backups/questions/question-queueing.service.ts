import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ExecutionsService } from '../../executions/executions.service.js';
import { repositoryIdentity, repositoryOf } from '../policies/repository-address.js';
import { RepositoryTurns } from '../repositories/repository-turns.service.js';
import { Clock } from '../../time/clock.js';
import { freezeOrder, type OrderedPolicy } from '../vault/vault-orders.js';
import { keyOf, type QuestionTask } from './question-key.js';
import { QuestionsRepository } from './questions.repository.js';

export interface Asked {
  policy: OrderedPolicy;
  nodeId: string;
  task: QuestionTask;
}

/** A node takes no longer over a question; one that takes longer than people wait may still be asked again. */
const timeoutSeconds = 5 * 60;
/** For so long an answer is given again. */
const freshMs = 60_000;

/** Hands questions to nodes; the same one that is asked twice at once is one execution. */
@Injectable()
export class QuestionQueueing {
  constructor(
    private readonly repository: QuestionsRepository,
    private readonly executions: ExecutionsService,
    private readonly turns: RepositoryTurns,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns the id of the execution that answers, or has answered */
  async queue({ policy, nodeId, task }: Asked): Promise<string> {
    const repository = repositoryOf(policy.fields.repository, nodeId);
    const key = keyOf(policy.id, repository, nodeId, task);
    return this.work.system('backup-questions', async (tx) => {
      await this.repository.lockKey(tx, key);
      const now = this.clock.now();
      const since = new Date(now.getTime() - freshMs);
      // A list of snapshots is asked for because the one that is there may be old.
      const alike = await this.repository.alike(tx, key, since, task.operation === 'SNAPSHOTS' ? now : since);
      if (alike) return alike;
      const { id, createdAt } = await this.executions.queue(tx, {
        kind: 'VAULT',
        nodeId,
        ...freezeOrder(policy, nodeId, task, {}),
        timeoutSeconds,
        held: true,
      });
      await this.repository.insert(tx, { id, policyId: policy.id, nodeId, key, createdAt });
      const identity = repositoryIdentity(repository, nodeId);
      await this.turns.enter(tx, [{ executionId: id, identity, exclusive: false }]);
      return id;
    });
  }
}
