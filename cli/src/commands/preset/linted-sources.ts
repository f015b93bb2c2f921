import type { LintPreset } from '@hyprbox/contracts';
import { UsageError } from '../../errors.js';
import type { Io } from '../../io.js';
import { presetFiles } from './preset-files.js';
import { newPresetName } from './preset-name.js';
import { nameOfFile, readSource } from './preset-source.js';

/** What is asked of one file. */
export interface LintedSource {
  file: string;
  request: LintPreset;
}

export const stdin = '-';

/** Each as the draft of a preset. */
export async function draftSources(
  io: Io,
  given: readonly string[],
  name: string | undefined,
): Promise<LintedSource[]> {
  const sources: LintedSource[] = [];
  for (const file of await lintedFiles(given, name)) sources.push({ file, request: await readNamed(io, file, name) });
  return sources;
}

/**
 * The files, and those in the directories, each once.
 *
 * @param name given for one that is not called so
 */
export async function lintedFiles(given: readonly string[], name: string | undefined): Promise<string[]> {
  const files: string[] = [];
  for (const path of new Set(given)) files.push(...(path === stdin ? [stdin] : await presetFiles([path])));
  if (name !== undefined && files.length > 1) throw new UsageError('--name is that of one file');
  return [...new Set(files)];
}

/** @throws UsageError for what can't be read, or is called as no preset is */
export async function readNamed(io: Io, file: string, given: string | undefined): Promise<LintPreset> {
  const name = nameFor(file, given);
  const source = await readSource(io, file);
  return { source, ...(name !== undefined && { name }) };
}

function nameFor(file: string, given: string | undefined): string | undefined {
  if (given !== undefined) return newPresetName(given);
  return file === stdin ? undefined : nameOfFile(file);
}
