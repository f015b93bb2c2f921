import Type, { type Static } from 'typebox';
import { presetDescriptionSchema, variableValueSchema } from './presets.schema.js';
import { authoringLimits, findingLevels, presetNamePattern } from './presets.js';
import { closed, count, listOf, nullable, oneOf, recordOf, text } from './schema-parts.js';

/** Where something is wrong in a source. Lines and columns count from 1, columns in characters. */
export const presetFindingSchema = Type.Object({
  line: count,
  column: count,
  endLine: count,
  endColumn: count,
  level: oneOf(findingLevels),
  /** `SC2086` and the like are shellcheck's, `BASH` is bash's own complaint, the others are HyprBox'. */
  code: text,
  message: text,
});
export type PresetFinding = Static<typeof presetFindingSchema>;

export const lintPresetSchema = Type.Object(
  {
    source: Type.String({
      maxLength: authoringLimits.sourceBytes * 4,
      fault: `must be a text of at most ${authoringLimits.sourceBytes} bytes`,
    }),
    /** The name that it has or will have. */
    name: Type.Optional(
      Type.String({
        pattern: presetNamePattern.source,
        example: 'my-preset',
        fault: 'must be lower-case letters, digits and dashes, at most 64',
      }),
    ),
    /** Values to show the script with. */
    variables: Type.Optional(recordOf(variableValueSchema)),
  },
  { ...closed, fault: 'must be an object' },
);
export type LintPreset = Static<typeof lintPresetSchema>;

export const lintedPresetSchema = Type.Object({
  findings: listOf(presetFindingSchema),
  /** What read the script. */
  checkedBy: oneOf(['shellcheck', 'bash'] as const),
  /** What the front matter says, for the form; null where it can't be read. */
  preset: nullable(presetDescriptionSchema),
  /** The script for the values, or for the defaults; null where the source can't be read. */
  script: nullable(text),
  /** What is wrong with the values. */
  valueFaults: listOf(Type.Object({ pointer: text, detail: text })),
});
export type LintedPreset = Static<typeof lintedPresetSchema>;
