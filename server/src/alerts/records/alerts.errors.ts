import { ConflictError, NotFoundError } from '../../common/domain-error.js';

export class AlertNotFound extends NotFoundError {
  constructor() {
    super('alert');
  }
}

export class AlertResolved extends ConflictError {
  constructor() {
    super('ALERT_RESOLVED', 'The alert is over: there is nothing to acknowledge.');
  }
}
