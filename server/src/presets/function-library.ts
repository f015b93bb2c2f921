import { join } from 'node:path';
import { parseFunctionFile, type FunctionFile } from './function-file.js';
import { hasEntry, readScript, refuseOthers, scriptNames, type PresetDirectory } from './preset-directory.js';
import { PresetFileError } from './preset-file-error.js';
import { presetLimits } from './preset-limits.js';
import { checkFunctionSyntax } from './preset-syntax.js';

/** By their names. */
export type FunctionLibrary = ReadonlyMap<string, FunctionFile>;

export interface ReadFunctions {
  /** Those that were known before, and those of the directory that can be used. */
  library: FunctionLibrary;
  faults: PresetFileError[];
}

/** Where a directory of presets has its functions. */
const libraryName = 'lib';

/**
 * The functions in `lib` of a directory of presets, which may be missing there. A name is taken once: what a function of
 * the product does is never changed by another of its name.
 *
 * @param known those that are there already, which the directory's may need
 * @throws PresetFileError for a `lib` that can't be read, or that others may write to
 */
export async function readFunctions(presets: PresetDirectory, known: FunctionLibrary): Promise<ReadFunctions> {
  const library = new Map(known);
  const faults: PresetFileError[] = [];
  if (!(await hasEntry(presets.dir, libraryName))) return { library, faults };
  const dir = join(presets.dir, libraryName);
  if (presets.owner === 'OPERATOR') await refuseOthers(dir);
  const read: FunctionFile[] = [];
  for (const fileName of await scriptNames(dir)) {
    try {
      const parsed = await readFunction({ dir, owner: presets.owner }, fileName, library);
      library.set(parsed.name, parsed);
      read.push(parsed);
    } catch (error) {
      if (!(error instanceof PresetFileError)) throw error;
      faults.push(error);
    }
  }
  return { library, faults: [...faults, ...read.flatMap((parsed) => missingNeed(parsed, library))] };
}

/** @throws PresetFileError */
async function readFunction(
  { dir, owner }: PresetDirectory,
  fileName: string,
  library: FunctionLibrary,
): Promise<FunctionFile> {
  const file = join(dir, fileName);
  if (owner === 'OPERATOR') await refuseOthers(file);
  const parsed = parseFunctionFile(file, fileName, await readScript(file, presetLimits.functionFileBytes));
  const other = library.get(parsed.name);
  if (other) throw new PresetFileError(file, `the name "${parsed.name}" is already taken by ${other.file}`);
  // That of the product's own is checked before they ship.
  if (owner === 'OPERATOR') await checkFunctionSyntax(parsed);
  return parsed;
}

function missingNeed({ file, needs }: FunctionFile, library: FunctionLibrary): PresetFileError[] {
  const missing = needs.find(({ name }) => !library.has(name));
  if (!missing) return [];
  return [new PresetFileError(file, `line ${missing.line}: "needs": there is no function "${missing.name}"`)];
}

/**
 * The functions of the product and of a further directory.
 *
 * @throws PresetFileError naming the file and the fault, for the first file that is broken or takes a name twice
 */
export async function loadFunctions(builtInDir: string, furtherDir: string | null): Promise<FunctionLibrary> {
  const builtIn = allOf(await readFunctions({ dir: builtInDir, owner: 'PRODUCT' }, new Map()));
  return furtherDir === null ? builtIn : allOf(await readFunctions({ dir: furtherDir, owner: 'OPERATOR' }, builtIn));
}

function allOf({ library, faults: [fault] }: ReadFunctions): FunctionLibrary {
  if (fault) throw fault;
  return library;
}
