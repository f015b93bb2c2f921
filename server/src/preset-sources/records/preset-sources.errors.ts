import { authoringLimits, type PresetSource } from '@hyprbox/contracts';
import { ConflictError, NotFoundError } from '../../common/domain-error.js';

/** Said of a source, and of a webhook's address alike, whatever is wrong with that. */
export class PresetSourceNotFound extends NotFoundError {
  constructor() {
    super('preset source');
  }
}

export class PresetSourceNameTaken extends ConflictError {
  constructor(name: string) {
    super('PRESET_SOURCE_NAME_TAKEN', `There is a source of presets called “${name}” already.`);
  }
}

export class PresetSourceChanged extends ConflictError {
  constructor(version: number) {
    super(
      'PRESET_SOURCE_CHANGED',
      `Somebody has changed the source since: it is at version ${version}. Read it again.`,
    );
  }
}

export class TooManyPresetSources extends ConflictError {
  constructor() {
    super(
      'TOO_MANY_PRESET_SOURCES',
      `There are ${authoringLimits.sources} sources already, and no more are looked at.`,
    );
  }
}

export class PresetSourceBusy extends ConflictError {
  constructor() {
    super('PRESET_SOURCE_BUSY', 'The source is being looked at just now. Try again in a moment.');
  }
}

export class PresetSourceDisabled extends ConflictError {
  constructor({ id, name }: Pick<PresetSource, 'id' | 'name'>) {
    const given = /^[\w.][\w.-]*$/.test(name) ? name : id;
    super(
      'PRESET_SOURCE_DISABLED',
      `The source is paused, and is not looked at. To go on: hyprbox preset source update ${given} --paused=false`,
    );
  }
}

/** The directory beside the server is the server's own setting. */
export class PresetSourceReadOnly extends ConflictError {
  constructor() {
    super('PRESET_READ_ONLY', 'It is HYPRBOX_PRESETS_DIR of the server: it can only be read again.');
  }
}

/** What was to be accepted is not what the branch has. */
export class CommitNotThere extends ConflictError {
  constructor(commit: string, head: string) {
    super('COMMIT_NOT_THERE', `The branch does not have ${commit} but ${head}. Look at that one before you accept it.`);
  }
}
