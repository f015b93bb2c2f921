import type { BackupFault } from '@hyprbox/contracts';
import { ConflictError, DomainError } from '../../common/domain-error.js';
import { reasonTexts } from '../orders/run-reason.js';

export class NodeOfflineError extends ConflictError {
  constructor(nodeId: string) {
    super('NODE_OFFLINE', `${nodeId} is offline, so its repository can't be asked for the moment.`);
  }
}

/** The node did answer, but not what was asked for. */
export class RepositoryRefusedError extends ConflictError {
  constructor(fault: BackupFault | null, message: string | null) {
    super(fault ?? 'NO_ANSWER', message ?? (fault ? `It could not be read: ${reasonTexts[fault]}.` : noAnswer));
  }
}

const noAnswer = 'The node could not answer; its log may say why.';

export class NotAnsweredInTimeError extends DomainError {
  readonly status = 504;
  readonly code = 'NOT_ANSWERED_IN_TIME';

  constructor(nodeId: string) {
    super(`${nodeId} has not answered in time; it may still do so: try again in a moment.`);
  }
}
