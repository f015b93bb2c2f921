import { NotFoundError } from '../common/domain-error.js';

export class AuditEventNotFound extends NotFoundError {
  constructor() {
    super('audit event');
  }
}
