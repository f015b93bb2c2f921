import type { VariableValues } from './presets.schema.js';

export const presetNamePattern = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const variableNamePattern = /^[a-z][a-z0-9_]*$/;
export const variableTypes = ['string', 'int', 'boolean', 'enum', 'path', 'secretRef'] as const;
export type VariableType = (typeof variableTypes)[number];

export interface RenderPresetRequest {
  variables: VariableValues;
}

/** Where the agent finds a secret: an environment variable of its own, or a file. Never `HYPRBOX_*`. */
export const secretRefPattern = /^(?:env:(?!HYPRBOX_|__proto__$)[A-Za-z_][A-Za-z0-9_]*|file:\/[^\0\n]+)$/;

/**
 * The secret that a file holds, wherever one is read: all of it but one line break at its end, which editors add and no
 * secret has. A repository's password alone is read otherwise: as restic reads it.
 */
export function secretOfFile(content: string): string {
  return content.replace(/\r?\n$/, '');
}
