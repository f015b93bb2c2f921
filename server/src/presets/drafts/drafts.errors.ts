import { authoringLimits, type PresetOrigin, type ProblemFault, type StaleBase } from '@hyprbox/contracts';
import { ConflictError, InvalidInputError } from '../../common/domain-error.js';

/** Where presets come from that can't be written here. */
type ForeignOrigin = Exclude<PresetOrigin, 'CONSOLE'>;

const origins: Readonly<Record<ForeignOrigin, string>> = {
  BUILTIN: 'is built in',
  FILE: 'comes from a file beside the server',
  GIT: 'comes from a git repository',
};

/** The name can't be given to one of one's own. */
export class PresetNameTaken extends ConflictError {
  constructor(name: string, origin: ForeignOrigin) {
    super('PRESET_NAME_TAKEN', `The preset ${name} ${origins[origin]}: copy it under another name.`);
  }
}

export class PresetNameReserved extends ConflictError {
  constructor(name: string) {
    super('PRESET_NAME_TAKEN', `A page beside the presets is called ${name}: choose another name.`);
  }
}

/** It is changed where it comes from. */
export class PresetReadOnly extends ConflictError {
  constructor(name: string, origin: ForeignOrigin) {
    super('PRESET_READ_ONLY', `The preset ${name} ${origins[origin]}, and is changed only there.`);
  }
}

export class TooManyPresets extends ConflictError {
  constructor() {
    super(
      'TOO_MANY_PRESETS',
      `There are ${authoringLimits.presets} presets with versions already, retired ones included: write this as a version of one of them.`,
    );
  }
}

/** Presets that were begun and never published. */
export class TooManyDrafts extends ConflictError {
  constructor(who: 'You have' | 'There are', count: number) {
    super(
      'TOO_MANY_PRESETS',
      `${who} ${count} presets that were never published: publish or discard some of them first.`,
    );
  }
}

/** Somebody has published, saved or discarded it since. Nothing of what was sent is kept, and nothing overwritten. */
export class PresetDraftStale extends ConflictError {
  override readonly stale: StaleBase;

  constructor(name: string, stale: StaleBase) {
    const { currentVersion, currentRevision } = stale;
    const there = currentRevision === 0 ? 'without a draft' : `with a draft of revision ${currentRevision}`;
    super(
      'PRESET_DRAFT_STALE',
      `Somebody has changed ${name} since you read it: it is at version ${currentVersion}, ${there}. Nothing is ` +
        'overwritten: bring both together, and save that based on what is there now.',
    );
    this.stale = stale;
  }
}

export class InvalidSource extends InvalidInputError {
  constructor(detail: ProblemFault['detail']) {
    super([{ pointer: '/source', detail }]);
  }
}
