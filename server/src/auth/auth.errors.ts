import {
  ForbiddenError,
  InvalidInputError,
  TooManyRequestsError,
  UnauthenticatedError,
} from '../common/domain-error.js';
import type { Refusal } from '../common/refusal.js';

/** Says the same of an unknown account, a wrong password and a disabled account. */
export class WrongCredentials extends UnauthenticatedError {
  override readonly code: string = 'WRONG_CREDENTIALS';

  constructor() {
    super('The e-mail address or the password is wrong.', { kind: 'sign-in', isRecorded: true });
  }
}

export class TooManyFailures extends TooManyRequestsError {
  constructor(retryAfterSeconds: number, refusal: Refusal) {
    super(retryAfterSeconds, 'Too many failed sign-ins in a row; wait before the next try.', refusal);
  }
}

export class WrongSetupCode extends ForbiddenError {
  override readonly code: string = 'WRONG_SETUP_CODE';

  constructor() {
    super('The first account needs the setup code that the server prints when it starts.', { kind: 'setup-code' });
  }
}

export class RegistrationClosed extends ForbiddenError {
  override readonly code: string = 'REGISTRATION_CLOSED';

  constructor(email: string) {
    super(
      'An account needs an invitation for this e-mail address that is still in force. Ask an admin for a new one.',
      { kind: 'invitation', email },
    );
  }
}

export class WrongCurrentPassword extends InvalidInputError {
  override readonly code: string = 'WRONG_PASSWORD';
  override readonly refusal: Refusal = { kind: 'password' };

  constructor() {
    super([{ pointer: '/current', detail: 'This is not your password.' }], 'The current password is wrong.');
  }
}
