import { adHocPreset } from '@hyprbox/contracts';

/** What runs no preset is called this. */
export const ownScriptWords = 'Own script';

/** Whether it is a script of one's own, which has no page as presets have. */
export function isOwnScript(preset: string | null): boolean {
  return preset === null || preset === adHocPreset;
}

/** What something runs in short: the name of the preset, or that it is a script of one's own. */
export function presetWords(preset: string | null): string {
  return preset === null || isOwnScript(preset) ? ownScriptWords : preset;
}
