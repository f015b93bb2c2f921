import type { ExpectedOutput } from '@hyprbox/contracts';
import { ConflictError, NotFoundError } from '../http/domain-error.js';

export class ExecutionNotFoundError extends NotFoundError {
  constructor() {
    super('job');
  }
}

export class AlreadyFinishedError extends ConflictError {
  constructor(status: string) {
    super('ALREADY_FINISHED', `The job has already ended (${status.toLowerCase()}); nothing is left to cancel.`);
  }
}

/** A delivery that does not fit; `expected` tells the agent where to go on. */
export class DeliveryRefusedError extends ConflictError {
  override readonly expected: ExpectedOutput;

  constructor(code: 'STALE_ATTEMPT' | 'OUTPUT_GAP' | 'ALREADY_FINISHED', message: string, expected: ExpectedOutput) {
    super(code, message);
    this.expected = expected;
  }
}
