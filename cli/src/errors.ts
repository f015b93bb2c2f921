import type { EndingSignal } from './io.js';

/** The command line, a value or the configuration is wrong. `hint` says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** There is no token for the server in question. */
export class NotSignedInError extends Error {
  override readonly name = 'NotSignedInError';
}

/** There is nothing of the name that was given. `hint` says where to look for what there is. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';

  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/** Something on this machine does not work; the message says what and where. */
export class LocalFailure extends Error {
  override readonly name = 'LocalFailure';
}

/** Ctrl-C, or a request to end. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor(readonly signal: EndingSignal) {
    super(`Interrupted by ${signal}`);
  }
}

/** Whoever read our output went away: there is nobody left to tell. */
export class ReaderGoneError extends Error {
  override readonly name = 'ReaderGoneError';
}
