import { ConflictError, NotFoundError } from '../common/domain-error.js';

export class UserNotFound extends NotFoundError {
  constructor() {
    super('user');
  }
}

export class InvitationNotFound extends NotFoundError {
  constructor() {
    super('invitation');
  }
}

export class InvitationAccepted extends ConflictError {
  constructor() {
    super('INVITATION_ACCEPTED', 'The invitation has been accepted: disable the account instead.');
  }
}

export class LastAdmin extends ConflictError {
  constructor() {
    super('LAST_ADMIN', 'This is the last active admin: make someone else an admin first.');
  }
}

export class EmailTaken extends ConflictError {
  constructor() {
    super('EMAIL_TAKEN', 'There is an account with this e-mail address already.');
  }
}
