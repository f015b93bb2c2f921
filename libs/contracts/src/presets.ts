export const presetNamePattern = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const variableNamePattern = /^[a-z][a-z0-9_]*$/;
export const variableTypes = ['string', 'int', 'boolean', 'enum', 'path', 'secretRef'] as const;
export type VariableType = (typeof variableTypes)[number];

export type VariableValue = string | number | boolean;
export type VariableValues = Record<string, VariableValue>;

export interface PresetVariable {
  name: string;
  type: VariableType;
  label: string;
  description: string;
  required: boolean;
  default: VariableValue | null;
  /** Of an `enum`. */
  options?: string[];
  /** A regular expression (ECMAScript, `u` flag) that the whole of a `string` or `path` must match. */
  pattern?: string;
  /** Bounds of an `int`; of a `string`, bounds of its length. */
  min?: number;
  max?: number;
}

export interface PresetSummary {
  name: string;
  title: string;
  description: string;
  category: string;
  version: number;
  variables: PresetVariable[];
}

export interface Preset extends PresetSummary {
  /** The bash file as it is written. */
  template: string;
}

export interface RenderPresetRequest {
  variables: VariableValues;
}

export interface RenderedPreset {
  script: string;
  /** SHA-256 of the script's UTF-8 bytes, hexadecimal. */
  sha256: string;
  version: number;
}

/** Where the agent finds a secret: an environment variable of its own, or a file. Never `HYPRBOX_*`. */
export const secretRefPattern = /^(?:env:(?!HYPRBOX_)[A-Za-z_][A-Za-z0-9_]*|file:\/[^\0\n]+)$/;
