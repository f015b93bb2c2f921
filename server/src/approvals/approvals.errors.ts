import type { ApprovalCause, ApprovalState, RolloutState } from '@hyprbox/contracts';
import { ConflictError, ForbiddenError, NotFoundError } from '../common/domain-error.js';
import { recentMinutes } from './recent-starts.js';

export class ApprovalNotFound extends NotFoundError {
  constructor() {
    super('approval');
  }
}

export class OwnApproval extends ForbiddenError {
  override readonly code: string = 'OWN_APPROVAL';

  constructor() {
    super(
      'You asked for this approval, yourself or by a token or a schedule of yours, so another user has to give it. An ' +
        'admin can override it, which is recorded and raises an alert.',
    );
  }
}

const decisions: Readonly<Record<Exclude<ApprovalState, 'PENDING'>, string>> = {
  APPROVED: 'approved',
  REJECTED: 'rejected',
  OVERRIDDEN: 'overridden',
  EXPIRED: 'ended',
};

export class ApprovalDecided extends ConflictError {
  constructor(state: Exclude<ApprovalState, 'PENDING'>, by: string | null, at: Date | null) {
    const when = at ? ` at ${at.toISOString()}` : '';
    super('APPROVAL_DECIDED', `This was ${decisions[state]}${by === null ? '' : ` by ${by}`}${when} already.`);
  }
}

export class ApprovalExpired extends ConflictError {
  constructor(at: Date) {
    super(
      'APPROVAL_EXPIRED',
      `Nobody decided this in time: it expired at ${at.toISOString()}. Start the rollout anew to ask again.`,
    );
  }
}

export class NotWaitingForApproval extends ConflictError {
  constructor(state: RolloutState) {
    super('NOT_WAITING_FOR_APPROVAL', `Its rollout does not wait for an approval any more: it is ${state}.`);
  }
}

export class ApprovalVoid extends ConflictError {
  constructor() {
    super(
      'APPROVAL_VOID',
      'What would run, or where or when, is no longer what the approval was asked for, so it cannot be given. Reject it ' +
        'and start the rollout anew.',
    );
  }
}

export class ApprovalNotAsSeen extends ConflictError {
  constructor() {
    super(
      'APPROVAL_NOT_AS_SEEN',
      'The digest is not that of this approval: look at what would run again, then decide.',
    );
  }
}

const causeWords: Readonly<Record<ApprovalCause, string>> = {
  PRESET: 'the settings name its preset',
  TAG: 'the settings name a tag of the host',
  HOSTS: 'it is for more hosts than the settings allow without one',
  AD_HOC: "the settings ask for one for scripts of one's own",
};

export class ApprovalNeeded extends ConflictError {
  constructor(causes: readonly ApprovalCause[]) {
    const because = causes.map((cause) => causeWords[cause]).join(', and ');
    super('APPROVAL_NEEDED', `This needs an approval: ${because}. Start it as a rollout, which asks for an approval.`);
  }
}

export class ApprovalNeededForSeries extends ConflictError {
  constructor(preset: string, hostsMoreThan: number) {
    super(
      'APPROVAL_NEEDED',
      `This needs an approval: with the hosts on which you started ${preset} within the last ${recentMinutes} minutes it would ` +
        `run on more than ${hostsMoreThan}. Start one rollout on all hosts that are left, which asks for an approval.`,
    );
  }
}
