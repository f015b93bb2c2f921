import { basename, dirname, join, normalize } from 'node:path';
import { authoringLimits, presetNamePattern, type LintedFunction } from '@hyprbox/contracts';
import { UsageError } from '../../errors.js';
import type { Io } from '../../io.js';
import { lintedFiles, readNamed, stdin, type LintedSource } from './linted-sources.js';
import { functionFiles } from './preset-files.js';
import { fileEnding, readSource } from './preset-source.js';

interface FunctionFile extends LintedFunction {
  file: string;
}

/** Where a directory of presets has its functions. */
const libraryName = 'lib';

/**
 * Each as a file of a source: a preset with the functions of the `lib` beside it, and first those functions.
 *
 * @throws UsageError for what can't be read, or is called as no preset and no function is
 */
export async function fileSources(io: Io, given: readonly string[], name: string | undefined): Promise<LintedSource[]> {
  const files = await lintedFiles(given, name);
  if (name !== undefined && files.some(isFunction))
    throw new UsageError('--name is that of a preset: a function is called as its file is');
  const libraries = new Map<string, FunctionFile[]>();
  for (const library of new Set(files.flatMap(libraryOf))) libraries.set(library, await readFunctions(io, library));

  const sources: LintedSource[] = [...libraries.values()].flatMap((all) =>
    all.map(({ file, name: called, source }) => {
      return { file, request: { name: called, source, file: { kind: 'FUNCTION', functions: sentWith(source, all) } } };
    }),
  );
  for (const file of files.filter((each) => !isFunction(each))) {
    const preset = await readNamed(io, file, name);
    const all = libraryOf(file).flatMap((library) => libraries.get(library) ?? []);
    sources.push({
      file,
      request: { ...preset, file: { kind: 'PRESET', functions: sentWith(preset.source, all) } },
    });
  }
  return sources;
}

function isFunction(file: string): boolean {
  return basename(dirname(file)) === libraryName;
}

function libraryOf(file: string): string[] {
  if (file === stdin) return [];
  return [isFunction(file) ? normalize(dirname(file)) : join(dirname(file), libraryName)];
}

async function readFunctions(io: Io, library: string): Promise<FunctionFile[]> {
  const functions: FunctionFile[] = [];
  for (const file of await functionFiles(library)) {
    functions.push({ file, name: functionName(file), source: await readSource(io, file) });
  }
  return functions;
}

/** Which names a function may have beyond that is the server's to say. */
function functionName(file: string): string {
  const name = basename(file, fileEnding);
  if (presetNamePattern.test(name)) return name;
  throw new UsageError(`${file} is no function's file: call it with lower-case letters, digits and dashes`);
}

/** As many as one request takes, those that the source names before the others. */
function sentWith(source: string, functions: readonly FunctionFile[]): LintedFunction[] {
  const words = new Set(source.match(/[a-z0-9-]+/g));
  const named = functions.filter(({ name }) => words.has(name));
  const others = functions.filter(({ name }) => !words.has(name));
  let bytes = 0;
  return [...named, ...others]
    .slice(0, authoringLimits.lintedFunctions)
    .filter((each) => (bytes += Buffer.byteLength(each.source)) <= authoringLimits.lintedFunctionBytes)
    .map((each) => ({ name: each.name, source: each.source }));
}
