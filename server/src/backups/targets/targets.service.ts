import { Injectable } from '@nestjs/common';
import { InvalidInputError } from '../../common/domain-error.js';
import type { Transaction } from '../../database/unit-of-work.js';
import type { PolicyRow } from '../policies/policies.repository.js';
import { PoliciesService } from '../policies/policies.service.js';
import { timesAfter } from './next-times.js';
import { TargetsRepository } from './targets.repository.js';

/** A policy and one of the nodes that it covers. */
export interface Target {
  policy: PolicyRow;
  nodeId: string;
}

/** Which nodes a policy covers, and when they are due. */
@Injectable()
export class TargetsService {
  constructor(
    private readonly repository: TargetsRepository,
    private readonly policies: PoliciesService,
  ) {}

  /** After a change of one policy, or of anything (null): tags and nodes come and go. */
  async refresh(tx: Transaction, policyId: string | null, now: Date): Promise<void> {
    const ids = await this.repository.reconcile(tx, policyId, now);
    for (const { id, fields, updatedAt } of await this.policies.findMany(tx, ids)) {
      await this.repository.plan(tx, id, updatedAt, timesAfter(fields, now), now);
    }
  }

  /**
   * Which of a policy's nodes is meant.
   *
   * @param given the node that was named, if one was
   * @param pointer where the node stands in what was sent
   */
  async choose(policyId: string, given: string | undefined, pointer: string): Promise<Target> {
    const policy = await this.policies.find(policyId);
    return { policy, nodeId: await this.nodeOf(policyId, given, pointer) };
  }

  /** Of all targets whose backups went to this repository: it holds none of them any more. */
  async forgetBackups(tx: Transaction, repositoryIdentity: string): Promise<void> {
    await this.repository.forgetBackups(tx, repositoryIdentity);
  }

  private async nodeOf(policyId: string, given: string | undefined, pointer: string): Promise<string> {
    if (given !== undefined) {
      if (await this.repository.isCovered(policyId, given)) return given;
      throw refusal(pointer, 'is no node that the policy covers');
    }
    const [only, ...others] = await this.repository.coveredNodes(policyId, 2);
    if (only === undefined) throw refusal(pointer, 'the policy covers no node at present');
    if (others.length > 0) throw refusal(pointer, 'must say which node: the policy covers several');
    return only;
  }
}

function refusal(pointer: string, detail: string): InvalidInputError {
  return new InvalidInputError([{ pointer, detail }]);
}
