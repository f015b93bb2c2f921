import { authoringLimits, type ProblemFault } from '@hyprbox/contracts';
import { nameFaults } from '../../common/named-faults.js';
import { ConflictError, DomainError, ForbiddenError } from '../../common/domain-error.js';

/** There is nothing that could be published. */
export class NothingToPublish extends DomainError {
  readonly status = 404;
  readonly code = 'PRESET_DRAFT_NOT_FOUND';

  constructor(name: string, isRetired: boolean) {
    const why = isRetired ? ', of the same text too, which brings the preset back' : '';
    super(`${name} has no draft. Save one first${why}.`);
  }
}

/** What it says can't become a version as it is. */
export class PresetNotPublishable extends ConflictError {
  override readonly faults: ProblemFault[];

  /** @param mistakes each with its line */
  constructor(name: string, mistakes: readonly string[]) {
    super('PRESET_NOT_PUBLISHABLE', `The draft of ${name} has mistakes: mend them first.`);
    this.faults = nameFaults(mistakes.map((detail) => ({ pointer: '/source', detail })));
  }
}

export class SameAsCurrent extends ConflictError {
  constructor(name: string, version: number) {
    super(
      'PRESET_NOT_PUBLISHABLE',
      `The draft says what version ${version} of ${name} says already: change or discard it.`,
    );
  }
}

export class TooManyVersions extends ConflictError {
  constructor(name: string) {
    super(
      'PRESET_NOT_PUBLISHABLE',
      `${name} has ${authoringLimits.versionsPerPreset} versions already: go on with a copy under another name.`,
    );
  }
}

/** The settings want a second person. */
export class PublisherIsAuthor extends ForbiddenError {
  override readonly code = 'PUBLISHER_IS_AUTHOR';

  constructor() {
    super('You saved this draft last, and the settings want somebody else to publish it: ask another administrator.');
  }
}

export class AlreadyRetired extends ConflictError {
  constructor(name: string) {
    super(
      'PRESET_RETIRED',
      `${name} is retired already. To use it again, save a draft of it, of the same text too, and publish that.`,
    );
  }
}

export class NeverPublished extends ConflictError {
  constructor(name: string) {
    super('PRESET_UNPUBLISHED', `${name} has no version that could be retired: discard its draft.`);
  }
}
