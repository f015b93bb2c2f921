import type { LintedFunction } from '@hyprbox/contracts';
import type { FunctionFile } from '../function-file.js';
import type { FunctionLibrary } from '../function-library.js';
import { PresetFileError } from '../preset-file-error.js';
import { parseSourceFunction } from '../sourced/source-functions.js';

/** @throws PresetFileError */
export function parseSentFunction({ name, source }: LintedFunction, builtIn: FunctionLibrary): FunctionFile {
  const fileName = `${name}.sh`;
  return parseSourceFunction({ file: fileName, fileName, bytes: Buffer.from(source) }, builtIn);
}

/** Those that can be read: what is wrong with the others is told of them, and not of each preset beside them. */
export function sentFunctions(sent: readonly LintedFunction[], builtIn: FunctionLibrary): FunctionFile[] {
  return sent.flatMap((each) => {
    try {
      return [parseSentFunction(each, builtIn)];
    } catch (error) {
      if (!(error instanceof PresetFileError)) throw error;
      return [];
    }
  });
}
