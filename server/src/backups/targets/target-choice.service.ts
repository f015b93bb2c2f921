import { Injectable } from '@nestjs/common';
import { InvalidInputError } from '../../http/domain-error.js';
import { TargetsRepository } from './targets.repository.js';

/** Which of a policy's nodes is meant. */
@Injectable()
export class TargetChoice {
  constructor(private readonly repository: TargetsRepository) {}

  /**
   * @param given the node that was named, if one was
   * @param pointer where the node stands in what was sent
   */
  async choose(policyId: string, given: string | undefined, pointer: string): Promise<string> {
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
