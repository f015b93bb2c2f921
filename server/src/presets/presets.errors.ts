import type { ProblemFault } from '@hyprbox/contracts';
import { InvalidInputError, NotFoundError } from '../common/domain-error.js';

export class PresetNotFound extends NotFoundError {
  constructor() {
    super('preset');
  }
}

/** Variables are missing, unknown or invalid; each is named. */
export class InvalidVariables extends InvalidInputError {
  override readonly code: string = 'INVALID_VARIABLES';

  constructor(faults: ProblemFault[]) {
    super(faults, 'Some of the variables are not valid.');
  }
}
