import type { ProblemFault } from '@hyprbox/contracts';
import { ConflictError, InvalidInputError, NotFoundError } from '../common/domain-error.js';

export class PresetNotFound extends NotFoundError {
  constructor() {
    super('preset');
  }
}

export class PresetVersionNotFound extends NotFoundError {
  constructor() {
    super('preset version');
  }
}

export class PresetDraftNotFound extends NotFoundError {
  constructor() {
    super('preset draft');
  }
}

/** It stays readable; nothing new is made of it. */
export class PresetRetired extends ConflictError {
  constructor(name: string) {
    super('PRESET_RETIRED', `The preset ${name} is retired: nothing new is started with it. Choose another one.`);
  }
}

/** Variables are missing, unknown or invalid; each is named. */
export class InvalidVariables extends InvalidInputError {
  override readonly code: string = 'INVALID_VARIABLES';

  constructor(faults: ProblemFault[]) {
    super(faults, 'Some of the variables are not valid.');
  }
}
