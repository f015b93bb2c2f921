import { NotFoundError } from '../../http/domain-error.js';

export class PolicyNotFoundError extends NotFoundError {
  constructor() {
    super('backup policy');
  }
}
