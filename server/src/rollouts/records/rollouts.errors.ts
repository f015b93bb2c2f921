import { NotFoundError } from '../../common/domain-error.js';

export class RolloutNotFound extends NotFoundError {
  constructor() {
    super('rollout');
  }
}
