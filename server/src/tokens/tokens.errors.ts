import { NotFoundError } from '../http/domain-error.js';

export class TokenNotFound extends NotFoundError {
  constructor() {
    super('node token');
  }
}
