import type { RolloutState } from '@hyprbox/contracts';
import { ConflictError, InvalidInputError } from '../../common/domain-error.js';

const states: Record<RolloutState, string> = {
  AWAITING_APPROVAL: 'waits for an approval',
  SCHEDULED: 'is scheduled',
  RUNNING: 'is running',
  PAUSED: 'is paused',
  HALTED: 'is halted',
  SUCCEEDED: 'has succeeded',
  PARTIAL: 'has ended, with some hosts left out or failed',
  FAILED: 'has failed',
  ABORTED: 'was aborted',
  EXPIRED: 'was not approved',
};

/** What is asked for makes no sense as the rollout is. */
export class WrongRolloutState extends ConflictError {
  /** @param what is impossible, such as `be paused` */
  constructor(state: RolloutState, what: string) {
    super('WRONG_ROLLOUT_STATE', `The rollout ${states[state]}; it can't ${what}.`);
  }
}

export class BudgetUsedUp extends ConflictError {
  constructor(failed: number, budgetHosts: number) {
    super(
      'BUDGET_USED_UP',
      `${failed === 1 ? 'One host' : `${failed} hosts`} failed or ${failed === 1 ? 'was' : 'were'} lost, and the budget is ${budgetHosts}. Resume it with a larger budget, or abort it and retry those hosts.`,
    );
  }
}

export class BudgetTooSmall extends InvalidInputError {
  constructor(used: number) {
    super([{ pointer: '/budget', detail: `is less than the ${used} hosts that run, failed or were lost already` }]);
  }
}
