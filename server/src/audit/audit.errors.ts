import { NotFoundError } from '../http/domain-error.js';

export class AuditEventNotFound extends NotFoundError {
  constructor() {
    super('audit event');
  }
}
