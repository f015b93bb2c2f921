import { alertLimits } from '@hyprbox/contracts';
import { ConflictError, NotFoundError } from '../../common/domain-error.js';

export class AlertWindowNotFound extends NotFoundError {
  constructor() {
    super('alert window');
  }
}

export class TooManyAlertWindows extends ConflictError {
  constructor() {
    super('TOO_MANY_ALERT_WINDOWS', `There are ${alertLimits.windows} windows already that are not over.`);
  }
}
