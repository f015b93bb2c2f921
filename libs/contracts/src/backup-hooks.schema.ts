import Type, { type Static } from 'typebox';
import { presetNamePattern } from './presets.js';
import { variableValuesSchema, type VariableValues } from './presets.schema.js';
import { closed, nullable } from './schema-parts.js';

const preset = Type.String({ pattern: presetNamePattern.source, fault: 'must be the name of a preset' });
/** A preset that is run on the node before or after, or to verify what was restored. */
export const backupHookSchema = Type.Object({ preset, variables: variableValuesSchema });
export type BackupHook = Static<typeof backupHookSchema>;

/** Whether the values fit is for the preset to say. */
const sentVariables = Type.Unsafe<VariableValues>({
  type: 'object',
  additionalProperties: true,
  fault: 'must be an object of variable names and values',
});
/** As it is sent: without values it takes none. */
export const sentHookSchema = nullable(
  Type.Object({ preset, variables: Type.Optional(sentVariables) }, { ...closed, fault: 'must be an object' }),
);
export type SentHook = Static<typeof sentHookSchema>;
