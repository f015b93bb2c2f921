import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parsePresetFile, type PresetFile } from './preset-file.js';
import { PresetFileError } from './preset-file-error.js';
import { checkSyntax } from './preset-syntax.js';

/** The presets that ship with the product: the same place from `src` and from `dist`. */
export const builtInPresetsDir = fileURLToPath(new URL('../../presets', import.meta.url));

/** All presets, by name in alphabetical order. Read once at boot and never changed after. */
export class PresetCatalogue {
  private constructor(private readonly presets: ReadonlyMap<string, PresetFile>) {}

  /**
   * @param builtInDir the presets that ship with the product; their syntax is checked before they ship
   * @param furtherDir a directory of the operator's own, or null
   * @throws PresetFileError naming the file and the fault, for the first file that is broken or takes a name twice
   */
  static async load(builtInDir: string, furtherDir: string | null): Promise<PresetCatalogue> {
    const presets: PresetFile[] = [];
    const takenBy = new Map<string, string>();
    for (const dir of furtherDir === null ? [builtInDir] : [builtInDir, furtherDir]) {
      for (const fileName of await presetFileNames(dir)) {
        const file = join(dir, fileName);
        const preset = parsePresetFile(file, fileName, await read(file));
        const { name } = preset.summary;
        const other = takenBy.get(name);
        if (other !== undefined) throw new PresetFileError(file, `the name "${name}" is already taken by ${other}`);
        if (dir === furtherDir) await checkSyntax(file, preset);
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

/** Every `*.sh` that is not hidden; editors keep their swap files under hidden names. */
async function presetFileNames(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch((error: unknown) => unreadable(dir, error));
  return names.filter((name) => name.endsWith('.sh') && !name.startsWith('.')).toSorted();
}

async function read(file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => unreadable(file, error));
}

function unreadable(path: string, error: unknown): never {
  throw new PresetFileError(path, `can not be read: ${error instanceof Error ? error.message : String(error)}`);
}
