import { scheduleLimits, type RolloutState } from '@hyprbox/contracts';
import { ConflictError, ForbiddenError, NotFoundError } from '../common/domain-error.js';

export class ScheduleNotFound extends NotFoundError {
  constructor() {
    super('schedule');
  }
}

export class ScheduleNameTaken extends ConflictError {
  constructor(name: string) {
    super('SCHEDULE_NAME_TAKEN', `There is a schedule called “${name}” already.`);
  }
}

export class ScheduleChanged extends ConflictError {
  constructor(version: number) {
    super('SCHEDULE_CHANGED', `Somebody has changed the schedule since: it is at version ${version}. Read it again.`);
  }
}

export class TooManySchedules extends ConflictError {
  constructor() {
    super(
      'TOO_MANY_SCHEDULES',
      `There are ${scheduleLimits.schedules} schedules already; delete one that nobody needs.`,
    );
  }
}

/** It runs by the rights of its owner, who has them no more. */
export class ScheduleOwnerMayNot extends ForbiddenError {
  constructor(why: string) {
    super(`${why} Somebody who may start it has to save the schedule, and is its owner from then on.`);
  }
}

/** Only a schedule whose overlap is REPLACE runs in the place of its rollout before. */
export class ScheduleUnderWay extends ConflictError {
  constructor({ id, state }: { id: string; state: RolloutState }) {
    super(
      'SCHEDULE_UNDER_WAY',
      `The schedule’s rollout before, ${id}, is not over yet: it is ${state}. Wait for its end, or abort it.`,
    );
  }
}
