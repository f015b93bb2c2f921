import { ConflictError } from '../../common/domain-error.js';

export class AlertRoutesChanged extends ConflictError {
  constructor(version: number) {
    super(
      'ALERT_ROUTES_CHANGED',
      `Somebody has changed the routes since: they are at version ${version}. Read them again.`,
    );
  }
}
