import { NotFoundError } from '../common/domain-error.js';

export class TokenNotFound extends NotFoundError {
  constructor() {
    super('node token');
  }
}
