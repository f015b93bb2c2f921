import { FinalStartError } from '../common/start-error.js';

/** A preset file can't be used. Stops the boot, so that a broken catalogue is noticed by who made it. */
export class PresetFileError extends FinalStartError {
  constructor(
    readonly file: string,
    readonly fault: string,
  ) {
    super(`Preset file ${file}: ${fault}`);
    this.name = 'PresetFileError';
  }
}
