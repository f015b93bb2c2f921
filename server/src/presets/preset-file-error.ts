import { printableLine } from '@hyprbox/contracts';
import { FinalStartError } from '../common/start-error.js';

/** A preset file can't be used. Stops the boot, so that a broken catalogue is noticed by who made it. */
export class PresetFileError extends FinalStartError {
  /** On one line: it repeats what stands in files, and PostgreSQL keeps neither NUL nor half of a surrogate pair. */
  readonly fault: string;

  constructor(
    readonly file: string,
    fault: string,
  ) {
    const printable = printableLine(fault);
    super(`Preset file ${file}: ${printable}`);
    this.name = 'PresetFileError';
    this.fault = printable;
  }
}
