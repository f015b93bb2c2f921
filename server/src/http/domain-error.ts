import type { ExpectedOutput, ProblemFault } from '@hyprbox/contracts';

/** What a rule of the product refuses. Only the problem filter knows how it looks over HTTP. */
export abstract class DomainError extends Error {
  /** The HTTP status that says it best. */
  abstract readonly status: number;
  /** Stable word for programs, such as `NODE_NOT_FOUND`. */
  abstract readonly code: string;
  readonly faults?: ProblemFault[];
  /** Seconds after which the caller may try again. */
  readonly retryAfterSeconds?: number;
  readonly expected?: ExpectedOutput;
}

/** Some of what was sent is not valid; each fault is named. */
export class InvalidInputError extends DomainError {
  readonly status = 400;
  readonly code: string = 'INVALID_INPUT';
  override readonly faults: ProblemFault[];

  constructor(faults: ProblemFault[], message = 'Some of what was sent is not valid.') {
    super(message);
    this.faults = faults;
  }
}

export class UnauthenticatedError extends DomainError {
  readonly status = 401;
  readonly code: string = 'UNAUTHENTICATED';

  constructor(message = 'Sign in first: the call carries no valid session or token.') {
    super(message);
  }
}

export class ForbiddenError extends DomainError {
  readonly status = 403;
  readonly code: string = 'FORBIDDEN';

  constructor(message = 'You may not do this.') {
    super(message);
  }
}

export class NotFoundError extends DomainError {
  readonly status = 404;
  readonly code: string;

  /** @param what the kind of thing in lower case, such as `node` or `node token` */
  constructor(what: string) {
    super(`There is no such ${what}.`);
    this.code = `${what.toUpperCase().replaceAll(' ', '_')}_NOT_FOUND`;
  }
}

export class ConflictError extends DomainError {
  readonly status = 409;
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export class TooManyRequestsError extends DomainError {
  readonly status = 429;
  readonly code = 'TOO_MANY_REQUESTS';
  override readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number, message = 'Too many calls; wait a little.') {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Something the server needs is away for now; nothing of the call was kept. */
export class UnavailableError extends DomainError {
  readonly status = 503;
  readonly code = 'UNAVAILABLE';
  override readonly retryAfterSeconds = 2;

  constructor(message = 'The database is away for the moment; try again.') {
    super(message);
  }
}
