import { presetNamePattern } from '@hyprbox/contracts';
import type { FunctionLibrary } from './function-library.js';
import { PresetFileError } from './preset-file-error.js';
import { presetLimits } from './preset-limits.js';
import { readPreset, type ParsedPreset, type PresetSource } from './preset-reader.js';
import { decodeScript, refuseText } from './script-text.js';
import { SourceFaults } from './source-faults.js';

/** One preset as its file says it. */
export interface PresetFile extends ParsedPreset {
  /** The whole file. */
  template: string;
}

/** The source of one preset, wherever it comes from. */
export interface PresetToParse extends PresetSource {
  /** How errors name it. */
  file: string;
}

const extension = '.sh';

type Fail = (fault: string) => never;

/**
 * Parses one preset file.
 *
 * @param file how errors name the file
 * @param fileName its last part, which gives the preset its name
 * @param library the functions that it may use
 * @throws PresetFileError naming the file and the fault
 */
export function parsePresetFile(
  file: string,
  fileName: string,
  bytes: Uint8Array,
  library: FunctionLibrary,
): PresetFile {
  const fail = failing(file);
  const name = fileName.endsWith(extension) ? fileName.slice(0, -extension.length) : fail('the name must end in .sh');
  if (!presetNamePattern.test(name)) fail(`the name before .sh must match ${presetNamePattern.source}`);
  const text = decodeScript(bytes, presetLimits.fileBytes, fail);
  return parsePreset({ file, name, text, library, numbering: 'GIVEN' });
}

/**
 * Parses the source of a preset.
 *
 * @returns with the version 0 where the server numbers
 * @throws PresetFileError naming the file and the first fault
 */
export function parsePreset({ file, ...source }: PresetToParse): PresetFile {
  const fail = failing(file);
  refuseText(source.text, presetLimits.fileBytes, fail);
  const faults = new SourceFaults();
  const { preset } = readPreset(source, faults);
  faults.refuse(file);
  return preset ? { ...preset, template: source.text } : fail('can not be read');
}

function failing(file: string): Fail {
  return (fault) => {
    throw new PresetFileError(file, fault);
  };
}
