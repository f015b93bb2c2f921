import { basename, join } from 'node:path';
import { authoringLimits } from '@hyprbox/contracts';
import { readFunctions, type FunctionLibrary } from './function-library.js';
import { doubtfulPresets } from './many-syntax-checks.js';
import { readScript, refuseOthers, scriptNames, type PresetDirectory } from './preset-directory.js';
import { parsePresetFile, type PresetFile } from './preset-file.js';
import { PresetFileError } from './preset-file-error.js';
import { presetLimits } from './preset-limits.js';
import { checkPresetSyntax } from './preset-syntax.js';

/** A file that can't be used as it is. */
export interface FaultyFile {
  /** The preset's name; null for the file of a function. */
  preset: string | null;
  error: PresetFileError;
}

/** What a directory holds. */
export interface PresetFiles {
  dir: string;
  /** The functions that its presets may use: those known before it was read, and its own. */
  library: FunctionLibrary;
  presets: PresetFile[];
  /** Functions first. */
  faults: FaultyFile[];
}

export const noFiles: PresetFiles = { dir: '', library: new Map(), presets: [], faults: [] };

/**
 * Reads the presets of a directory and the functions in its `lib`, each file by itself.
 *
 * @param before what was read of another one, whose functions may be used and whose names are taken
 * @throws PresetFileError for a directory that can't be read, or that others may write to
 */
export async function readPresetFiles(directory: PresetDirectory, before: PresetFiles): Promise<PresetFiles> {
  const { library, faults: faultyFunctions } = await readFunctions(directory, before.library);
  const names = await fileNames(directory);
  const parsed = new Map<string, PresetFile>();
  const faulty = new Map<string, PresetFileError>();
  for (const fileName of names) {
    await attempt(faulty, fileName, async () => {
      parsed.set(fileName, await readPreset(directory, fileName, library, before));
    });
  }
  if (directory.owner === 'OPERATOR') {
    const read = [...parsed].map(([fileName, preset]) => ({ fileName, preset }));
    for (const { fileName, preset } of await doubtfulPresets(read, presetLimits.syntaxCheckMilliseconds))
      await attempt(faulty, fileName, () => checkPresetSyntax(join(directory.dir, fileName), preset));
  }
  const presets = [...parsed].filter(([fileName]) => !faulty.has(fileName)).map(([, preset]) => preset);
  const faults = [
    ...faultyFunctions.map((error) => ({ preset: null, error })),
    ...names.flatMap((fileName) => {
      const error = faulty.get(fileName);
      return error ? [{ preset: basename(fileName, '.sh'), error }] : [];
    }),
  ];
  return { dir: directory.dir, library, presets, faults };
}

async function fileNames({ dir, owner }: PresetDirectory): Promise<string[]> {
  const names = await scriptNames(dir);
  if (owner === 'OPERATOR') await refuseOthers(dir);
  if (names.length > authoringLimits.filesPerSource) {
    throw new PresetFileError(dir, `holds more than ${authoringLimits.filesPerSource} presets`);
  }
  return names;
}

async function readPreset(
  { dir, owner }: PresetDirectory,
  fileName: string,
  library: FunctionLibrary,
  before: PresetFiles,
): Promise<PresetFile> {
  const file = join(dir, fileName);
  if (owner === 'OPERATOR') await refuseOthers(file);
  const preset = parsePresetFile(file, fileName, await readScript(file, presetLimits.fileBytes), library);
  const { name } = preset.summary;
  if (before.presets.some(({ summary }) => summary.name === name)) {
    throw new PresetFileError(file, `the name "${name}" is already taken by ${join(before.dir, fileName)}`);
  }
  return preset;
}

async function attempt(
  faulty: Map<string, PresetFileError>,
  fileName: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PresetFileError)) throw error;
    faulty.set(fileName, error);
  }
}
