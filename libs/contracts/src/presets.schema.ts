import Type, { type Static } from 'typebox';
import { presetOrigins, presetStates, variableTypes } from './presets.js';
import {
  count,
  flag,
  instant,
  listOf,
  nullable,
  number,
  oneOf,
  recordOf,
  text,
  uuid,
  type Older,
} from './schema-parts.js';

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

/** What the front matter of a version says of it. */
export const presetDescriptionSchema = Type.Object({
  title: text,
  description: text,
  category: text,
  variables: listOf(presetVariableSchema),
});
export type PresetDescription = Static<typeof presetDescriptionSchema>;

const managed = {
  origin: oneOf(presetOrigins),
  /** The git source that it comes from. */
  sourceId: nullable(uuid),
  sourceName: nullable(text),
  /** The version of HyprBox that it came with last; null where it is not built in. */
  shippedWith: nullable(text),
  state: oneOf(presetStates),
  /** SHA-256 of the current version's source and functions, hexadecimal; null before the first. */
  sha256: nullable(text),
  publishedAt: nullable(instant),
  publishedByName: nullable(text),
  retiredAt: nullable(instant),
  /** Null where nobody retired it but what it comes from. */
  retiredByName: nullable(text),
  /** Why; null where none was given. */
  retiredReason: nullable(text),
  hasDraft: flag,
  /** Why what its file says now is not used. */
  problem: nullable(text),
};

export const presetSummarySchema = Type.Object({
  name: text,
  ...presetDescriptionSchema.properties,
  /** The current one; 0 before the first. */
  version: count,
  ...managed,
});
export type PresetSummary = Older<Static<typeof presetSummarySchema>, keyof typeof managed>;

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
export type Preset = Older<Static<typeof presetSchema>, 'functions' | keyof typeof managed>;

export const renderedPresetSchema = Type.Object({
  script: text,
  /** SHA-256 of the script's UTF-8 bytes, hexadecimal. */
  sha256: text,
  version: count,
});
export type RenderedPreset = Static<typeof renderedPresetSchema>;
