import { parseFunctionFile, type FunctionFile } from '../function-file.js';
import type { FunctionLibrary } from '../function-library.js';
import { PresetFileError } from '../preset-file-error.js';
import type { SourceFile } from './source-files.js';

/**
 * A function of a source's own, which takes no name of the product's.
 *
 * @throws PresetFileError
 */
export function parseSourceFunction({ file, fileName, bytes }: SourceFile, builtIn: FunctionLibrary): FunctionFile {
  const parsed = parseFunctionFile(file, fileName, bytes);
  if (!builtIn.has(parsed.name)) return parsed;
  throw new PresetFileError(file, `the name "${parsed.name}" is that of a built-in function`);
}

export interface SourceLibrary {
  /** The product's own, and those that have all that they need. */
  library: FunctionLibrary;
  missing: { file: string; fault: string }[];
}

/** What the presets of a source may use. */
export function sourceLibrary(functions: readonly FunctionFile[], builtIn: FunctionLibrary): SourceLibrary {
  const usable = new Map(functions.map((each) => [each.name, each]));
  const missing: SourceLibrary['missing'] = [];
  for (const { name, file, needs } of functions) {
    const lacking = needs.find((need) => !usable.has(need.name) && !builtIn.has(need.name));
    if (!lacking) continue;
    missing.push({ file, fault: `line ${lacking.line}: "needs": there is no function "${lacking.name}"` });
    usable.delete(name);
  }
  return { library: new Map([...builtIn, ...usable]), missing };
}
