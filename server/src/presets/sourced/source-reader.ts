import { Injectable } from '@nestjs/common';
import { presetNamePattern } from '@hyprbox/contracts';
import { PresetLibrary } from '../files/preset-library.js';
import type { FunctionFile } from '../function-file.js';
import type { FunctionLibrary } from '../function-library.js';
import { doubtfulPresets } from '../many-syntax-checks.js';
import { PresetFileError } from '../preset-file-error.js';
import { parsePresetFile, type PresetFile } from '../preset-file.js';
import { checkFunctionSyntax, checkPresetSyntax } from '../preset-syntax.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { hashOfVersion } from '../records/version-hash.js';
import { sourceFault, type ReadSource, type SourceFile, type SourceFiles } from './source-files.js';
import { parseSourceFunction, sourceLibrary } from './source-functions.js';

/** Checks at a time: each is a bash of its own. */
const checksAtOnce = 4;
/** How long bash may read what one commit has: first all of it at once, then each by itself that it did not take. */
const togetherMs = 15_000;
const inAllMs = 25_000;
const notChecked =
  'was not checked in the time that there is for one commit: sync the source again, which goes on with the rest';
const extension = '.sh';

/** Reads what a repository has, each file by itself: one that is broken keeps none of the others back. */
@Injectable()
export class SourceReader {
  constructor(
    private readonly library: PresetLibrary,
    private readonly presets: PresetsRepository,
  ) {}

  async read(files: SourceFiles, signal: AbortSignal): Promise<ReadSource> {
    const began = performance.now();
    const faults = new Map<string, string>(files.unusable.map(({ file, why }) => [file, why]));
    const library = await this.readFunctions(files.functions, faults, signal);
    const parsed = files.presets.flatMap((each) => {
      const preset = attempt(faults, each, () => parsePresetFile(each.file, each.fileName, each.bytes, library));
      return preset ? [{ file: each.file, preset }] : [];
    });
    const current = await this.presets.currentHashes(parsed.map(({ preset }) => preset.summary.name));
    // What is current already was looked at when it was taken.
    const changed = parsed.filter(
      ({ preset }) => current.get(preset.summary.name) !== hashOfVersion(preset.template, preset.functions),
    );
    const doubtful = await doubtfulPresets(changed, togetherMs);
    await eachOf(doubtful, signal, async ({ file, preset }) => {
      if (performance.now() - began > inAllMs) faults.set(file, notChecked);
      else await attemptLater(faults, file, () => checkPresetSyntax(file, preset));
    });
    return {
      presets: parsed.filter(({ file }) => !faults.has(file)),
      faulty: faultyPresets(files, faults),
      faults: [...faults].map(([file, fault]) => sourceFault(file, fault)),
    };
  }

  /** The product's own, and those of the repository, which take no name of the product's. */
  private async readFunctions(
    files: readonly SourceFile[],
    faults: Map<string, string>,
    signal: AbortSignal,
  ): Promise<FunctionLibrary> {
    const { builtIn } = this.library;
    const read: FunctionFile[] = [];
    await eachOf(files, signal, async (each) => {
      const parsed = attempt(faults, each, () => parseSourceFunction(each, builtIn));
      if (parsed && (await attemptLater(faults, each.file, () => checkFunctionSyntax(parsed)))) read.push(parsed);
    });
    const { library, missing } = sourceLibrary(read, builtIn);
    for (const { file, fault } of missing) faults.set(file, fault);
    return library;
  }
}

function faultyPresets({ presets, unusable }: SourceFiles, faults: ReadonlyMap<string, string>): Map<string, string> {
  const faulty = new Map<string, string>();
  for (const { file, fileName } of [...presets, ...unusable]) {
    const [fault, name] = [faults.get(file), fileName.slice(0, -extension.length)];
    // A function's file stands in a directory of its own.
    if (fault !== undefined && file === fileName && presetNamePattern.test(name)) faulty.set(name, fault);
  }
  return faulty;
}

function attempt<T extends PresetFile | FunctionFile>(
  faults: Map<string, string>,
  { file }: SourceFile,
  parse: () => T,
): T | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof PresetFileError)) throw error;
    faults.set(file, error.fault);
    return null;
  }
}

async function attemptLater(faults: Map<string, string>, file: string, check: () => Promise<void>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch (error) {
    if (!(error instanceof PresetFileError)) throw error;
    faults.set(file, error.fault);
    return false;
  }
}

async function eachOf<T>(items: readonly T[], signal: AbortSignal, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) {
      signal.throwIfAborted();
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: checksAtOnce }, worker));
}
