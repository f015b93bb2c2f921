import Type, { type Static } from 'typebox';
import { presetDescriptionSchema, variableValueSchema } from './presets.schema.js';
import { authoringLimits, findingLevels, lintedFileKinds, presetNamePattern } from './presets.js';
import { choice, closed, count, listOf, nullable, oneOf, recordOf, text } from './schema-parts.js';

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

const nameSchema = Type.String({
  pattern: presetNamePattern.source,
  example: 'my-preset',
  fault: 'must be lower-case letters, digits and dashes, at most 64',
});

/** A file of `lib`: `put-file` of `put-file.sh`. */
const lintedFunctionSchema = Type.Object(
  {
    name: nameSchema,
    source: Type.String({
      maxLength: authoringLimits.sourceBytes,
      fault: `must be a text of at most ${authoringLimits.sourceBytes} characters`,
    }),
  },
  { ...closed, fault: 'must be an object' },
);
export type LintedFunction = Static<typeof lintedFunctionSchema>;

/** Has a source checked as the file of a repository, or of the directory beside the server, and not as a draft. */
const lintedFileSchema = Type.Object(
  {
    kind: choice(lintedFileKinds),
    /** All that is in the `lib` beside it, or that it may need of it. */
    functions: Type.Array(lintedFunctionSchema, {
      maxItems: authoringLimits.lintedFunctions,
      fault: {
        type: 'must be a list',
        maxItems: `must have at most ${authoringLimits.lintedFunctions} entries`,
      },
    }),
  },
  { ...closed, fault: 'must be an object' },
);
export type LintedFile = Static<typeof lintedFileSchema>;

export const lintPresetSchema = Type.Object(
  {
    source: Type.String({
      maxLength: authoringLimits.sourceBytes * 4,
      fault: `must be a text of at most ${authoringLimits.sourceBytes} bytes`,
    }),
    /** The name that it has or will have, of the preset or of the function. */
    name: Type.Optional(nameSchema),
    /** Values to show the script with. */
    variables: Type.Optional(recordOf(variableValueSchema)),
    /** Absent for a draft. */
    file: Type.Optional(lintedFileSchema),
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
