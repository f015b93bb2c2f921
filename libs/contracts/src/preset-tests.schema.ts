import Type, { type Static } from 'typebox';
import { limits } from './limits.js';
import { variableValueSchema } from './presets.schema.js';
import { authoringLimits } from './presets.js';
import { closed, count, listOf, recordOf, secondsOf, text, uuid } from './schema-parts.js';

/** A run of a draft, on hosts that are tagged for it alone. */
export const testPresetSchema = Type.Object(
  {
    nodeIds: listOf(Type.String({ minLength: 1, maxLength: limits.nameLength, fault: 'must be the id of a host' }), {
      minItems: 1,
      maxItems: authoringLimits.testNodes,
      uniqueItems: true,
      fault: `must be 1 to ${authoringLimits.testNodes} different hosts`,
    }),
    variables: Type.Optional(recordOf(variableValueSchema)),
    timeoutSeconds: Type.Optional(secondsOf(1, limits.jobTimeoutSecondsMax)),
    /** Of the draft that was read: another one is not run. */
    revision: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, fault: 'must be the revision that was read' }),
    ),
  },
  { ...closed, fault: 'must be an object' },
);
export type TestPreset = Static<typeof testPresetSchema>;

export const testedPresetSchema = Type.Object({
  revision: count,
  scriptSha256: text,
  jobs: listOf(Type.Object({ nodeId: text, jobId: uuid })),
});
export type TestedPreset = Static<typeof testedPresetSchema>;
