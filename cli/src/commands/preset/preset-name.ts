import { presetNamePattern } from '@hyprbox/contracts';
import { UsageError } from '../../errors.js';

/** A preset, and one of its versions. */
export interface PresetReference {
  name: string;
  /** Its number, or `draft`; undefined for the current one. */
  version: string | undefined;
}

/** The positional of what can be `name` or `name@version`. */
export const referencePositional = {
  type: 'string',
  demandOption: true,
  describe: 'Name of the preset, and @version for another than the current one',
} as const;

export const namePositional = { type: 'string', demandOption: true, describe: 'Name of the preset' } as const;

/** `motd`, `motd@3`, `motd@draft` */
export function presetReference(typed: string): PresetReference {
  const at = typed.indexOf('@');
  if (at === -1) return { name: typed, version: undefined };
  return { name: typed.slice(0, at), version: versionWord(typed.slice(at + 1)) };
}

/** A version's number, or `draft`. */
export function versionWord(typed: string): string {
  if (/^[1-9]\d{0,8}$/.test(typed) || typed === 'draft') return typed;
  throw new UsageError(`A version is its number or "draft", not "${typed}"`);
}

/** Before anything is made of it. */
export function newPresetName(typed: string): string {
  if (presetNamePattern.test(typed)) return typed;
  throw new UsageError(`"${typed}" can't be a preset's name: lower-case letters, digits and dashes, at most 64`);
}
