import { fileURLToPath } from 'node:url';
import type { PresetFile } from './preset-file.js';
import { noFiles, readPresetFiles, type PresetFiles } from './preset-files.js';

/** The presets that ship with the product: the same place from `src` and from `dist`. */
export const builtInPresetsDir = fileURLToPath(new URL('../../presets', import.meta.url));

/** The presets of files as they are at the moment, by name in alphabetical order. */
export class PresetCatalogue {
  private constructor(private readonly presets: ReadonlyMap<string, PresetFile>) {}

  /**
   * Reads the presets of both directories and the functions in their `lib`.
   *
   * @param builtInDir the presets that ship with the product
   * @param furtherDir a directory of the operator's own, or null
   * @throws PresetFileError naming the file and the fault, for the first file that is broken or takes a name twice
   */
  static async load(builtInDir: string, furtherDir: string | null): Promise<PresetCatalogue> {
    const builtIn = whole(await readPresetFiles({ dir: builtInDir, owner: 'PRODUCT' }, noFiles));
    const further =
      furtherDir === null ? noFiles : whole(await readPresetFiles({ dir: furtherDir, owner: 'OPERATOR' }, builtIn));
    const byName = [...builtIn.presets, ...further.presets].toSorted((a, b) =>
      a.summary.name < b.summary.name ? -1 : 1,
    );
    return new PresetCatalogue(new Map(byName.map((preset) => [preset.summary.name, preset])));
  }

  all(): PresetFile[] {
    return [...this.presets.values()];
  }

  find(name: string): PresetFile | undefined {
    return this.presets.get(name);
  }
}

/** @throws PresetFileError for the first of its faults */
export function whole(files: PresetFiles): PresetFiles {
  const [fault] = files.faults;
  if (fault) throw fault.error;
  return files;
}
