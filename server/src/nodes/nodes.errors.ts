import { limits, type ProblemFault } from '@hyprbox/contracts';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  UnavailableError,
} from '../common/domain-error.js';

export class NodeNotFoundError extends NotFoundError {
  constructor() {
    super('node');
  }
}

/** A sample's time lies outside of what is taken; each one is named, as the agent drops those and sends the others. */
export class SampleTimesError extends InvalidInputError {
  override readonly code = 'SAMPLE_TIME';

  constructor(faults: ProblemFault[]) {
    super(
      faults,
      "Some samples are older than samples are kept, or ahead of the server's clock.",
      limits.samplesPerHeartbeat + 1,
    );
  }
}

export class OtherNodesTokenError extends ForbiddenError {
  override readonly code = 'TOKEN_OF_OTHER_NODE';

  /** @param nodeId whose token it is, which its holder may know */
  constructor(nodeId: string | null = null) {
    super(nodeId === null ? 'This token belongs to another node.' : `This token belongs to node ${nodeId}.`, {
      kind: 'node-token',
    });
  }
}

/** Two machines report as one node: the one that is being heard goes on. */
export class OtherMachineError extends ConflictError {
  constructor(nodeId: string) {
    super(
      'NODE_ON_OTHER_MACHINE',
      `Another machine is reporting as ${nodeId}. If this host is a copy of it, stop its agent, delete the agent's state ` +
        'directory and give the host a node token of its own. If it replaces that machine, stop the agent there: this ' +
        'one is taken once the other is silent.',
    );
  }
}

export class NodeExistsError extends ForbiddenError {
  override readonly code = 'NODE_EXISTS';

  constructor() {
    super('This node exists already: it needs a token made for it.', { kind: 'node-token' });
  }
}

export class NodeDecommissionedError extends ForbiddenError {
  override readonly code = 'NODE_DECOMMISSIONED';

  constructor() {
    super('This node was decommissioned. Give the host another node id to bring it back.', { kind: 'node-token' });
  }
}

export class TooManyHeartbeatsError extends UnavailableError {
  constructor() {
    super('More heartbeats arrive than can be written for the moment; try again.');
  }
}
