import { alertLimits } from '@hyprbox/contracts';
import { ConflictError, NotFoundError } from '../../common/domain-error.js';

export class AlertRuleNotFound extends NotFoundError {
  constructor() {
    super('alert rule');
  }
}

export class AlertRuleNameTaken extends ConflictError {
  constructor(name: string) {
    super('ALERT_RULE_NAME_TAKEN', `There is a rule called “${name}” already.`);
  }
}

export class AlertRuleChanged extends ConflictError {
  constructor(version: number) {
    super('ALERT_RULE_CHANGED', `Somebody has changed the rule since: it is at version ${version}. Read it again.`);
  }
}

export class TooManyAlertRules extends ConflictError {
  constructor() {
    super('TOO_MANY_ALERT_RULES', `There are ${alertLimits.rules} rules already, and no more are evaluated in time.`);
  }
}
