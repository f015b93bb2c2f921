import type { ProblemFault } from '@hyprbox/contracts';
import { ForbiddenError, InvalidInputError, NotFoundError, UnavailableError } from '../http/domain-error.js';

export class NodeNotFoundError extends NotFoundError {
  constructor() {
    super('node');
  }
}

/** A sample's time lies outside of what is taken; each one is named. */
export class SampleTimesError extends InvalidInputError {
  override readonly code = 'SAMPLE_TIME';

  constructor(faults: ProblemFault[]) {
    super(faults, "Some samples are older than samples are kept, or ahead of the server's clock.");
  }
}

export class OtherNodesTokenError extends ForbiddenError {
  override readonly code = 'TOKEN_OF_OTHER_NODE';

  constructor() {
    super('This token belongs to another node.');
  }
}

export class NodeExistsError extends ForbiddenError {
  override readonly code = 'NODE_EXISTS';

  constructor() {
    super('This node exists already: it needs a token made for it.');
  }
}

export class NodeDecommissionedError extends ForbiddenError {
  override readonly code = 'NODE_DECOMMISSIONED';

  constructor() {
    super('This node was decommissioned. Give the host another node id to bring it back.');
  }
}

export class TooManyHeartbeatsError extends UnavailableError {
  constructor() {
    super('More heartbeats arrive than can be written for the moment; try again.');
  }
}
