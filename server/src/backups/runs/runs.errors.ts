import { NotFoundError } from '../../http/domain-error.js';

export class RunNotFoundError extends NotFoundError {
  constructor() {
    super('backup run');
  }
}
