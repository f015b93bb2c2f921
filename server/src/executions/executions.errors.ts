import type { ExecutionStatus, ExpectedOutput } from '@hyprbox/contracts';
import { ConflictError, NotFoundError } from '../common/domain-error.js';

export class ExecutionNotFoundError extends NotFoundError {
  /** As agents have always been told, whatever the kind. */
  override readonly code = 'JOB_NOT_FOUND';

  constructor() {
    super('execution');
  }
}

export class AlreadyFinishedError extends ConflictError {
  /** @param what the kind of execution in people's words, such as `job` */
  constructor(what: string, status: ExecutionStatus) {
    super('ALREADY_FINISHED', `The ${what} has already ended (${status.toLowerCase()}); nothing is left to cancel.`);
  }
}

export class IdempotencyKeyReused extends ConflictError {
  constructor() {
    super('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was sent for another order before; use a new one.');
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
