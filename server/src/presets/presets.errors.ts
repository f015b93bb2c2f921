import type { ProblemFault } from '@hyprbox/contracts';
import { ConflictError, InvalidInputError, NotFoundError } from '../common/domain-error.js';
import type { PresetEntity } from './records/preset.entity.js';

export class PresetNotFound extends NotFoundError {
  constructor() {
    super('preset');
  }
}

export class PresetVersionNotFound extends NotFoundError {
  constructor() {
    super('preset version');
  }
}

export class PresetDraftNotFound extends NotFoundError {
  constructor() {
    super('preset draft');
  }
}

type RetiredPreset = Pick<PresetEntity, 'name' | 'origin' | 'retiredByName'>;

/** It stays readable; nothing new is made of it. */
export class PresetRetired extends ConflictError {
  /** @param sourceName of the repository that brought it, where there still is one */
  constructor(preset: RetiredPreset, sourceName: string | null) {
    const { name } = preset;
    super(
      'PRESET_RETIRED',
      `The preset ${name} is retired: nothing new is started with it. ${wayBack(preset, sourceName)}, or choose another one.`,
    );
  }
}

/** Variables are missing, unknown or invalid; each is named. */
export class InvalidVariables extends InvalidInputError {
  override readonly code: string = 'INVALID_VARIABLES';

  constructor(faults: ProblemFault[]) {
    super(faults, 'Some of the variables are not valid.');
  }
}

/** A draft would take over what a file brings: that one would be refused then. */
function wayBack({ name, origin, retiredByName }: RetiredPreset, sourceName: string | null): string {
  switch (origin) {
    case 'GIT':
      return sourceName === null
        ? 'Its source was deleted: add one that has its file'
        : `Its file is gone from the source “${sourceName}”: put it back there`;
    case 'FILE':
      return retiredByName === null
        ? 'Its file is gone from HYPRBOX_PRESETS_DIR: put it back there'
        : 'To bring it back, raise the "version" in its file';
    case 'BUILTIN':
      return 'It comes back with a HyprBox that has it: update the server';
    case 'CONSOLE':
      return `Publish a draft of it to bring it back: hyprbox preset edit ${name}`;
  }
}
