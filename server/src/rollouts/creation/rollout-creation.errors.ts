import { rolloutLimits, type RetriedState } from '@hyprbox/contracts';
import { ConflictError, ForbiddenError, InvalidInputError } from '../../common/domain-error.js';

/** The selector means no host that is in service. */
export class NoHostsSelected extends InvalidInputError {
  override readonly code: string = 'NO_HOSTS_SELECTED';

  constructor() {
    super(
      [{ pointer: '/selector', detail: 'selects no host' }],
      'The selector selects no host at the moment. Look at its tags, ids and platform.',
    );
  }
}

/** More than one rollout can do. */
export class RolloutTooLarge extends InvalidInputError {
  override readonly code: string = 'ROLLOUT_TOO_LARGE';

  constructor(detail: string) {
    super([{ pointer: '/selector', detail }], 'This is too much for one rollout. Select fewer hosts.');
  }
}

export class TooManyRollouts extends ConflictError {
  constructor() {
    super(
      'TOO_MANY_ROLLOUTS',
      `There are ${rolloutLimits.open} rollouts already that are not over. Wait for some to end, or abort them.`,
    );
  }
}

/** Somebody looked at another version of the preset than would run. */
export class PresetVersionChanged extends ConflictError {
  constructor(name: string, asked: number, current: number) {
    super(
      'PRESET_VERSION_CHANGED',
      `The preset ${name} is at version ${current}, not ${asked}. Look at its script again, and order that version.`,
    );
  }
}

export class AdHocForbidden extends ForbiddenError {
  constructor() {
    super('Your role does not allow scripts of your own (job.adhoc). Choose a preset, or ask an admin.');
  }
}

export class RolloutNotOver extends ConflictError {
  constructor() {
    super('ROLLOUT_NOT_OVER', 'The rollout is not over yet. Abort it, or wait for its end, before hosts are retried.');
  }
}

export class NothingToRetry extends ConflictError {
  constructor(states: readonly RetriedState[]) {
    const words = states.map((state) => state.toLowerCase()).join(', ');
    super('NOTHING_TO_RETRY', `No host of the rollout that is still in service is in these states: ${words}.`);
  }
}
