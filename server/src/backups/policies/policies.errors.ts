import { NotFoundError } from '../../common/domain-error.js';

export class PolicyNotFoundError extends NotFoundError {
  constructor() {
    super('backup policy');
  }
}
