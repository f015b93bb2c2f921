import { join } from 'node:path';
import { parseFunctionFile, type FunctionFile } from './function-file.js';
import { hasEntry, readScript, refuseOthers, scriptNames } from './preset-directory.js';
import { PresetFileError } from './preset-file-error.js';
import { checkFunctionSyntax } from './preset-syntax.js';

/** By their names. */
export type FunctionLibrary = ReadonlyMap<string, FunctionFile>;

/** Where a directory of presets has its functions. */
const libraryName = 'lib';

/**
 * The functions in `lib` of each directory, which may be missing there. A name is taken once: what a function of the
 * product does is never changed by another of its name.
 *
 * @param builtInDir the presets that ship with the product; their functions' syntax is checked before they ship
 * @param furtherDir a directory of the operator's own, or null
 * @throws PresetFileError naming the file and the fault, for the first file that is broken or takes a name twice
 */
export async function loadFunctions(builtInDir: string, furtherDir: string | null): Promise<FunctionLibrary> {
  const library = new Map<string, FunctionFile>();
  for (const presetsDir of furtherDir === null ? [builtInDir] : [builtInDir, furtherDir]) {
    const dir = join(presetsDir, libraryName);
    if (!(await hasEntry(presetsDir, libraryName))) continue;
    const own = presetsDir === furtherDir;
    if (own) await refuseOthers(dir);
    const read: FunctionFile[] = [];
    for (const fileName of await scriptNames(dir)) {
      const file = join(dir, fileName);
      if (own) await refuseOthers(file);
      const parsed = parseFunctionFile(file, fileName, await readScript(file));
      const other = library.get(parsed.name);
      if (other) throw new PresetFileError(file, `the name "${parsed.name}" is already taken by ${other.file}`);
      if (own) await checkFunctionSyntax(parsed);
      library.set(parsed.name, parsed);
      read.push(parsed);
    }
    for (const parsed of read) requireNeeds(parsed, library);
  }
  return library;
}

function requireNeeds({ file, needs }: FunctionFile, library: FunctionLibrary): void {
  for (const { name, line } of needs) {
    if (!library.has(name)) throw new PresetFileError(file, `line ${line}: "needs": there is no function "${name}"`);
  }
}
