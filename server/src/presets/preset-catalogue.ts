import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadFunctions } from './function-library.js';
import { readScript, refuseOthers, scriptNames } from './preset-directory.js';
import { parsePresetFile, type PresetFile } from './preset-file.js';
import { PresetFileError } from './preset-file-error.js';
import { checkPresetSyntax } from './preset-syntax.js';

/** The presets that ship with the product: the same place from `src` and from `dist`. */
export const builtInPresetsDir = fileURLToPath(new URL('../../presets', import.meta.url));

/** All presets, by name in alphabetical order. Read once at boot and never changed after. */
export class PresetCatalogue {
  private constructor(private readonly presets: ReadonlyMap<string, PresetFile>) {}

  /**
   * Reads the presets of both directories and the functions in their `lib`.
   *
   * @param builtInDir the presets that ship with the product; their syntax is checked before they ship
   * @param furtherDir a directory of the operator's own, or null
   * @throws PresetFileError naming the file and the fault, for the first file that is broken or takes a name twice
   */
  static async load(builtInDir: string, furtherDir: string | null): Promise<PresetCatalogue> {
    const library = await loadFunctions(builtInDir, furtherDir);
    const presets: PresetFile[] = [];
    const takenBy = new Map<string, string>();
    for (const dir of furtherDir === null ? [builtInDir] : [builtInDir, furtherDir]) {
      const fileNames = await scriptNames(dir);
      if (dir === furtherDir) await refuseOthers(dir);
      for (const fileName of fileNames) {
        const file = join(dir, fileName);
        if (dir === furtherDir) await refuseOthers(file);
        const preset = parsePresetFile(file, fileName, await readScript(file), library);
        const { name } = preset.summary;
        const other = takenBy.get(name);
        if (other !== undefined) throw new PresetFileError(file, `the name "${name}" is already taken by ${other}`);
        if (dir === furtherDir) await checkPresetSyntax(file, preset);
        takenBy.set(name, file);
        presets.push(preset);
      }
    }
    const byName = presets.toSorted((a, b) => (a.summary.name < b.summary.name ? -1 : 1));
    return new PresetCatalogue(new Map(byName.map((preset) => [preset.summary.name, preset])));
  }

  all(): PresetFile[] {
    return [...this.presets.values()];
  }

  find(name: string): PresetFile | undefined {
    return this.presets.get(name);
  }
}
