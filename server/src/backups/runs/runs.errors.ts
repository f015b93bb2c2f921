import { NotFoundError } from '../../common/domain-error.js';

export class RunNotFoundError extends NotFoundError {
  constructor() {
    super('backup run');
  }
}
