import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors.js';
import { fileEnding } from './preset-source.js';

/** The files, and those in the directories, in the order of their names. */
export async function presetFiles(given: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of given) {
    try {
      if ((await stat(path)).isDirectory()) files.push(...(await scriptsIn(path)));
      else files.push(path);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(isMissing(error) ? `There is no ${path}` : `Cannot read ${path}: ${why}`);
    }
  }
  if (files.length === 0) throw new UsageError(`There is no *${fileEnding} in ${given.join(', ')}`);
  return files;
}

/** Those of the `lib` of a directory of presets, which it need not have. */
export async function functionFiles(lib: string): Promise<string[]> {
  try {
    return await scriptsIn(lib);
  } catch (error) {
    if (isMissing(error)) return [];
    throw new UsageError(`Cannot read ${lib}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Editors keep their swap files under hidden names. */
async function scriptsIn(directory: string): Promise<string[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(fileEnding) && !name.startsWith('.'));
  return names.toSorted().map((name) => join(directory, name));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
