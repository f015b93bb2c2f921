import Type, { type Static, type TSchema } from 'typebox';
import {
  alertAggregates,
  alertedOutcomes,
  alertedProtections,
  alertLimits,
  alertMetrics,
  alertNoData,
  alertOperators,
  alertSeverities,
  selfChecks,
  type AlertRuleKind,
} from './alerts.js';
import { limits } from './limits.js';
import {
  choice,
  closed,
  count,
  flag,
  instant,
  listOf,
  nullable,
  number,
  secondsOf,
  text,
  uuid,
} from './schema-parts.js';
import { selectorSchema } from './selectors.schema.js';

const threshold = Type.Number({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, fault: 'must be a number from 0' });
const condition = { ...closed, fault: 'must be an object' };
const presetName = Type.String({ minLength: 1, maxLength: limits.nameLength, fault: 'must be the name of a preset' });

const pattern = Type.String({
  minLength: 1,
  maxLength: alertLimits.patternLength,
  format: 'storable',
  fault: `must be a mount, or a pattern such as /srv/*, of at most ${alertLimits.patternLength} characters`,
});

/** What each kind of rule holds hosts against. */
export const alertConditionSchemas = {
  METRIC: Type.Object(
    {
      metric: choice(alertMetrics),
      op: choice(alertOperators),
      /** Beyond this it fires. */
      fire: threshold,
      /** On the good side of `fire`: up to here it goes on. */
      clear: threshold,
      aggregate: choice(alertAggregates),
      windowSeconds: secondsOf(0, alertLimits.windowSecondsMax),
      /** Of `filesystemPct` and `inodesPct`: which mounts; `*` stands for any characters. */
      mount: Type.Optional(pattern),
    },
    condition,
  ),
  NODE_SILENT: Type.Object(
    { afterSeconds: secondsOf(alertLimits.silentSecondsMin, alertLimits.silentSecondsMax) },
    condition,
  ),
  JOB: Type.Object(
    {
      presets: Type.Optional(
        Type.Array(presetName, {
          minItems: 1,
          maxItems: alertLimits.presets,
          fault: 'must be a list of names of presets',
        }),
      ),
      outcomes: Type.Array(choice(alertedOutcomes), { minItems: 1, maxItems: 2, fault: 'must name an outcome' }),
    },
    condition,
  ),
  BACKUP: Type.Object(
    { protections: Type.Array(choice(alertedProtections), { minItems: 1, maxItems: 4, fault: 'must name a status' }) },
    condition,
  ),
  BEAT: Type.Object({ beatId: Type.String({ format: 'uuid', fault: 'must be the id of a beat' }) }, condition),
  SELF: Type.Object({ check: choice(selfChecks) }, condition),
} satisfies Record<AlertRuleKind, TSchema>;

export type AlertConditions = { [Kind in AlertRuleKind]: Static<(typeof alertConditionSchemas)[Kind]> };
export type MetricCondition = AlertConditions['METRIC'];

/** What a rule may do about it: a preset on the host that it fires for. */
export const remediationSchema = Type.Object(
  {
    preset: presetName,
    variables: Type.Unsafe<Record<string, string | number | boolean>>({
      type: 'object',
      additionalProperties: {
        anyOf: [{ type: 'string', maxLength: limits.variableBytes }, { type: 'number' }, { type: 'boolean' }],
      },
      maxProperties: 100,
      fault: 'must be an object of texts, numbers, true and false',
    }),
    /** At most once in this time on a host. */
    everySeconds: secondsOf(alertLimits.remediationSecondsMin, alertLimits.remediationSecondsMax),
    /** At most so many at once in the fleet. */
    atOnce: Type.Integer({
      minimum: 1,
      maximum: alertLimits.remediationsAtOnce,
      fault: `must be a whole number from 1 to ${alertLimits.remediationsAtOnce}`,
    }),
  },
  { ...closed, fault: 'must be an object' },
);
export type Remediation = Static<typeof remediationSchema>;

const common = {
  name: Type.String({
    minLength: 1,
    maxLength: alertLimits.ruleNameLength,
    format: 'line',
    fault: `must be a name of 1 to ${alertLimits.ruleNameLength} characters on one line`,
  }),
  selector: selectorSchema,
  /** How long it must last before anybody is told, and how long it must be over before it counts as over. */
  forSeconds: secondsOf(0, alertLimits.forSecondsMax),
  keepSeconds: secondsOf(0, alertLimits.keepSecondsMax),
  severity: choice(alertSeverities),
  noData: choice(alertNoData),
  runbook: Type.Optional(
    Type.String({
      maxLength: alertLimits.runbookLength,
      pattern: '^https?://[^\\s<>"\']+$',
      format: 'line',
      fault: `must be an address that begins with https:// or http://, of at most ${alertLimits.runbookLength} characters`,
    }),
  ),
  enabled: Type.Boolean({ fault: 'must be true or false' }),
  remediation: Type.Optional(remediationSchema),
  /** Of a change: the one that was read. */
  version: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, fault: 'must be the version that was read' }),
  ),
};

const ruleOf = <Kind extends AlertRuleKind>(kind: Kind) =>
  Type.Object(
    { kind: Type.Unsafe<Kind>({ type: 'string', enum: [kind] }), condition: alertConditionSchemas[kind], ...common },
    { ...closed, fault: 'must be an object' },
  );

/** A rule as it is sent, a schema for each kind. */
export const alertRuleFieldsSchemas = {
  METRIC: ruleOf('METRIC'),
  NODE_SILENT: ruleOf('NODE_SILENT'),
  JOB: ruleOf('JOB'),
  BACKUP: ruleOf('BACKUP'),
  BEAT: ruleOf('BEAT'),
  SELF: ruleOf('SELF'),
} satisfies Record<AlertRuleKind, TSchema>;
/** The same for any kind. */
export const alertRuleFieldsSchema = Type.Union(Object.values(alertRuleFieldsSchemas));
export type AlertRuleFields = { [Kind in AlertRuleKind]: Static<(typeof alertRuleFieldsSchemas)[Kind]> }[AlertRuleKind];

const stored = {
  id: uuid,
  /** Counts the changes: a change that was made of an older one is refused. */
  version: count,
  createdAt: instant,
  updatedAt: instant,
};

export const alertRuleSchema = Type.Unsafe<
  AlertRuleFields & { id: string; version: number; createdAt: string; updatedAt: string }
>(Type.Union(Object.values(alertRuleFieldsSchemas).map((schema) => Type.Object({ ...schema.properties, ...stored }))));
export type AlertRule = Static<typeof alertRuleSchema>;

/** Of one host, and of what on it. Fields that do not apply are left out. */
export const alertTargetSchema = Type.Object({
  nodeId: Type.Optional(text),
  mount: Type.Optional(text),
  preset: Type.Optional(text),
  policyId: Type.Optional(uuid),
  beatId: Type.Optional(uuid),
  check: Type.Optional(text),
});
export type AlertTarget = Static<typeof alertTargetSchema>;

/** What a rule would do now, and would have done over the last 7 days of what is stored. */
export const ruleTestSchema = Type.Object({
  now: listOf(Type.Object({ target: alertTargetSchema, value: nullable(number) })),
  history: listOf(Type.Object({ target: alertTargetSchema, from: instant, to: instant, peak: nullable(number) })),
  /**
   * The figures of the worst few targets, the worst first: the worst figure of each stretch of time, null where there
   * was none. All have the same times.
   */
  series: listOf(
    Type.Object({
      target: alertTargetSchema,
      points: listOf(Type.Object({ at: instant, value: nullable(number) })),
    }),
  ),
  /** Whether there was more than is listed. */
  truncated: flag,
});
export type RuleTest = Static<typeof ruleTestSchema>;
