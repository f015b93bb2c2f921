import { alertLimits } from '@hyprbox/contracts';
import { ConflictError, NotFoundError } from '../../common/domain-error.js';

/** Said of a beat, and of a ping's address alike, whatever is wrong with that. */
export class BeatNotFound extends NotFoundError {
  constructor() {
    super('beat');
  }
}

export class BeatNameTaken extends ConflictError {
  constructor(name: string) {
    super('BEAT_NAME_TAKEN', `There is a beat called “${name}” already.`);
  }
}

export class TooManyBeats extends ConflictError {
  constructor() {
    super('TOO_MANY_BEATS', `There are ${alertLimits.beats} beats already, and no more are watched.`);
  }
}
