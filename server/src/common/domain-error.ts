import type { ExpectedOutput, ProblemFault, StaleBase } from '@hyprbox/contracts';
import { nameFaults, namedFaults } from './named-faults.js';
import type { Refusal } from './refusal.js';

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
  readonly stale?: StaleBase;
  /** Set where the call may be part of an attack. */
  readonly refusal?: Refusal | undefined;
}

/** Some of what was sent is not valid; the first faults are named. */
export class InvalidInputError extends DomainError {
  readonly status = 400;
  readonly code: string = 'INVALID_INPUT';
  override readonly faults: ProblemFault[];

  constructor(faults: ProblemFault[], message = 'Some of what was sent is not valid.', named: number = namedFaults) {
    super(message);
    this.faults = nameFaults(faults, named);
  }
}

export class UnauthenticatedError extends DomainError {
  readonly status = 401;
  readonly code: string = 'UNAUTHENTICATED';

  constructor(
    message = 'Sign in first: the call carries no valid session or token.',
    override readonly refusal?: Refusal,
  ) {
    super(message);
  }
}

export class ForbiddenError extends DomainError {
  readonly status = 403;
  readonly code: string = 'FORBIDDEN';

  constructor(
    message = 'You may not do this.',
    override readonly refusal: Refusal = { kind: 'permission' },
  ) {
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

  constructor(
    retryAfterSeconds: number,
    message = 'Too many calls; wait a little.',
    override readonly refusal: Refusal = { kind: 'rate-limit' },
  ) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The call is for a host of another name than ours (RFC 9110, section 15.5.20). */
export class MisdirectedError extends DomainError {
  readonly status = 421;
  readonly code = 'MISDIRECTED';
  override readonly refusal: Refusal = { kind: 'host' };

  constructor(host: string) {
    super(
      `The Host header says ${host}, and this server does not know that name for its own. If it is, set ` +
        'HYPRBOX_PUBLIC_URL to the address that people open, or name it in HYPRBOX_ALLOWED_HOSTS.',
    );
  }
}

/** Something the server needs is away for now; nothing of the call was kept. */
export class UnavailableError extends DomainError {
  readonly status = 503;
  readonly code = 'UNAVAILABLE';
  override readonly retryAfterSeconds: number;

  constructor(message = 'The database is away for the moment; try again.', retryAfterSeconds = 2) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
