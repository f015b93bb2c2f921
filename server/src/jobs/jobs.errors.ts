import { ConflictError } from '../common/domain-error.js';

export class HostAway extends ConflictError {
  constructor(nodeId: string) {
    super(
      'HOST_AWAY',
      `${nodeId} is offline, and the job is not to wait for it. Send it again when the host is back, or with whenOffline WAIT.`,
    );
  }
}
