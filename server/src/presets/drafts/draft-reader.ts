import { Injectable } from '@nestjs/common';
import type { PresetVariable } from '@hyprbox/contracts';
import { PresetLibrary } from '../files/preset-library.js';
import { PresetFileError } from '../preset-file-error.js';
import { parsePreset, type PresetFile } from '../preset-file.js';

/** Reads what drafts say. The server numbers their versions. */
@Injectable()
export class DraftReader {
  constructor(private readonly library: PresetLibrary) {}

  /** @throws PresetFileError naming the first fault */
  read(name: string, text: string): PresetFile {
    return parsePreset({ file: `${name}.sh`, name, text, library: this.library.functions, numbering: 'BY_SERVER' });
  }

  /** Null where nobody can tell. */
  variables(name: string, text: string): PresetVariable[] | null {
    try {
      return this.read(name, text).summary.variables;
    } catch (error) {
      if (error instanceof PresetFileError) return null;
      throw error;
    }
  }
}
