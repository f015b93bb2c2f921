import Type, { type Static } from 'typebox';
import { variableTypes } from './presets.js';
import { count, flag, listOf, nullable, number, oneOf, recordOf, text, type Older } from './schema-parts.js';

export const variableValueSchema = Type.Union([text, number, flag]);
export type VariableValue = Static<typeof variableValueSchema>;

export const variableValuesSchema = recordOf(variableValueSchema);
export type VariableValues = Static<typeof variableValuesSchema>;

export const presetVariableSchema = Type.Object({
  name: text,
  type: oneOf(variableTypes),
  label: text,
  description: text,
  required: flag,
  default: nullable(variableValueSchema),
  /** Of an `enum`. */
  options: Type.Optional(listOf(text)),
  /** A regular expression (ECMAScript, `u` flag) that the whole of a `string` or `path` must match. */
  pattern: Type.Optional(text),
  /** Bounds of an `int`; of a `string`, bounds of its length. */
  min: Type.Optional(number),
  max: Type.Optional(number),
});
export type PresetVariable = Static<typeof presetVariableSchema>;

export const presetSummarySchema = Type.Object({
  name: text,
  title: text,
  description: text,
  category: text,
  version: count,
  variables: listOf(presetVariableSchema),
});
export type PresetSummary = Static<typeof presetSummarySchema>;

/** A shell function that presets share. */
export const presetFunctionSchema = Type.Object({
  /** What presets list it as: `put-file` is the function `put_file`. */
  name: text,
  /** Its description as comment lines and the function: what stands in a script. */
  text,
});
export type PresetFunction = Static<typeof presetFunctionSchema>;

export const presetSchema = Type.Object({
  ...presetSummarySchema.properties,
  /** The bash file as it is written. */
  template: text,
  /** The shared functions that it uses, in the order in which a script has them. */
  functions: listOf(presetFunctionSchema),
});
export type Preset = Older<Static<typeof presetSchema>, 'functions'>;

export const renderedPresetSchema = Type.Object({
  script: text,
  /** SHA-256 of the script's UTF-8 bytes, hexadecimal. */
  sha256: text,
  version: count,
});
export type RenderedPreset = Static<typeof renderedPresetSchema>;
