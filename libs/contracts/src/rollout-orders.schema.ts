import Type, { type Static } from 'typebox';
import { limits } from './limits.js';
import { offlineActions, retriedStates, rolloutLimits } from './rollouts.js';
import { choice, closed, secondsOf } from './schema-parts.js';
import { selectorSchema } from './selectors.schema.js';

const object = { ...closed, fault: 'must be an object' };
const yesOrNo = Type.Boolean({ fault: 'must be true or false' });
const presetName = Type.String({ minLength: 1, maxLength: limits.nameLength, fault: 'must be the name of a preset' });

/** So many of all hosts, at least one: `"1"`, `"25"`, or a share of them rounded down, `"10%"`; the last wave takes the rest. */
const waveSize = Type.String({
  pattern: '^(?:[1-9][0-9]{0,4}|(?:100|[1-9][0-9]?)%)$',
  example: '10%',
  fault: 'must be a number of hosts such as "5", or a share of them from "1%" to "100%"',
});

export const waveSchema = Type.Object(
  {
    size: waveSize,
    /** How long to wait after the wave's last end before its gates are asked. */
    soakSeconds: Type.Optional(secondsOf(0, rolloutLimits.soakSecondsMax)),
  },
  object,
);
export type Wave = Static<typeof waveSchema>;

/** The most hosts that may be running, failed and lost at once. */
export const budgetSchema = Type.Unsafe<number | string>({
  anyOf: [
    { type: 'integer', minimum: 1, maximum: rolloutLimits.targets },
    { type: 'string', pattern: '^(?:100|[1-9][0-9]?)%$' },
  ],
  example: '10%',
  fault: `must be a whole number from 1 to ${rolloutLimits.targets}, or a share from "1%" to "100%"`,
});

/** What has to be true of a wave before the next one starts. */
export const gatesSchema = Type.Object(
  {
    /** Each of its hosts has been heard after its job's end. */
    heartbeat: Type.Optional(yesOrNo),
    /** No critical alert has fired on a host of the rollout since it began. */
    noNewCritical: Type.Optional(yesOrNo),
    /** This preset, which needs no variables, succeeds on each host of the wave. */
    checkPreset: Type.Optional(presetName),
    /** A person says so: the rollout is paused until it is resumed. */
    confirm: Type.Optional(yesOrNo),
  },
  object,
);
export type Gates = Static<typeof gatesSchema>;

const what = {
  name: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: limits.nameLength,
      format: 'line',
      fault: `must be a name of 1 to ${limits.nameLength} characters on one line`,
    }),
  ),
  preset: Type.Optional(presetName),
  presetVersion: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, fault: 'must be the version of the preset' }),
  ),
  variables: Type.Optional(
    Type.Unsafe<Record<string, string | number | boolean>>({
      type: 'object',
      additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
      maxProperties: 100,
      fault: 'must be an object of texts, numbers, true and false',
    }),
  ),
  /** In place of a preset, for bash. Needs `job.adhoc`. */
  script: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: limits.scriptBytes,
      format: 'storable',
      fault: `must be a script of at most ${limits.scriptBytes} bytes`,
    }),
  ),
  selector: selectorSchema,
  /** One host first, a tenth then, and the rest, if it is left out. */
  waves: Type.Optional(
    Type.Array(waveSchema, {
      minItems: 1,
      maxItems: rolloutLimits.waves,
      fault: `must be a list of 1 to ${rolloutLimits.waves} waves`,
    }),
  ),
  /** `"10%"` if it is left out. */
  budget: Type.Optional(budgetSchema),
  whenOffline: Type.Optional(choice(offlineActions)),
  waitSeconds: Type.Optional(secondsOf(1, rolloutLimits.waitSecondsMax)),
  timeoutSeconds: Type.Optional(secondsOf(1, limits.jobTimeoutSecondsMax)),
  gates: Type.Optional(gatesSchema),
  /** A maintenance window: hosts start only while it is open. */
  windowId: Type.Optional(Type.String({ format: 'uuid', fault: 'must be the id of a maintenance window' })),
  /** Also on hosts that are under maintenance. */
  duringMaintenance: Type.Optional(yesOrNo),
};

/** What a schedule starts each time it is due. */
export const rolloutFieldsSchema = Type.Object(what, object);
export type RolloutFields = Static<typeof rolloutFieldsSchema>;

export const createRolloutSchema = Type.Object(
  {
    ...what,
    startAt: Type.Optional(
      Type.String({
        format: 'date-time',
        fault: 'must be a time as ISO 8601 has it, such as 2026-01-31T12:00:00.000Z',
      }),
    ),
    /** Only says what would be done. */
    dryRun: Type.Optional(yesOrNo),
  },
  object,
);
export type CreateRollout = Static<typeof createRolloutSchema>;

const reason = Type.Optional(
  Type.String({
    maxLength: rolloutLimits.reasonLength,
    format: 'storable',
    fault: `must be a text of at most ${rolloutLimits.reasonLength} characters`,
  }),
);
export const rolloutChangeSchema = Type.Object({ reason }, object);
export type RolloutChange = Static<typeof rolloutChangeSchema>;

/** A budget that was used up has to be raised for the rollout to go on. */
export const resumeRolloutSchema = Type.Object({ reason, budget: Type.Optional(budgetSchema) }, object);
export type ResumeRollout = Static<typeof resumeRolloutSchema>;

export const retryRolloutSchema = Type.Object(
  {
    states: Type.Array(choice(retriedStates), { minItems: 1, maxItems: 5, fault: 'must name the states to retry' }),
  },
  object,
);
export type RetryRollout = Static<typeof retryRolloutSchema>;
