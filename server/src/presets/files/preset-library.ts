import type { FunctionLibrary } from '../function-library.js';
import type { PresetFiles } from '../preset-files.js';

/** The functions that presets may use. What a version uses stands in it, so replicas may differ in their files. */
export class PresetLibrary {
  private current: FunctionLibrary;

  /** @param shipped what comes with the product */
  constructor(readonly shipped: PresetFiles) {
    this.current = shipped.library;
  }

  /** The product's own alone, which presets of every origin may use. */
  get builtIn(): FunctionLibrary {
    return this.shipped.library;
  }

  /** The product's own, and those of `HYPRBOX_PRESETS_DIR` as it was read last. */
  get functions(): FunctionLibrary {
    return this.current;
  }

  replace(functions: FunctionLibrary): void {
    this.current = functions;
  }
}
