import Type, { type Static } from 'typebox';
import { alertLimits, alertRuleKinds, alertSeverities, routeDefaults } from './alerts.js';
import { limits } from './limits.js';
import { nodeIdPattern } from './nodes.js';
import { choice, closed, count, flag, instant, listOf, nullable, secondsOf, text, uuid } from './schema-parts.js';
import { selectorSchema } from './selectors.schema.js';

const id = Type.String({ format: 'uuid', fault: 'must be an id' });

export const alertRouteSchema = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: alertLimits.ruleNameLength,
      format: 'line',
      fault: `must be a name of 1 to ${alertLimits.ruleNameLength} characters on one line`,
    }),
    /** What is left out matches anything. */
    match: Type.Object(
      {
        severities: Type.Optional(
          Type.Array(choice(alertSeverities), { minItems: 1, maxItems: 2, fault: 'must be a list of severities' }),
        ),
        kinds: Type.Optional(
          Type.Array(choice([...alertRuleKinds, 'FLEET_SILENT']), {
            minItems: 1,
            maxItems: 10,
            fault: 'must be a list of kinds',
          }),
        ),
        ruleIds: Type.Optional(
          Type.Array(id, { minItems: 1, maxItems: alertLimits.rules, fault: 'must be a list of ids of rules' }),
        ),
        selector: Type.Optional(selectorSchema),
      },
      { ...closed, fault: 'must be an object' },
    ),
    groupBy: Type.Array(
      Type.String({
        pattern: '^(rule|node|tag:.{1,64})$',
        example: 'rule',
        maxLength: limits.tagLength + 4,
        format: 'line',
        fault: 'must be rule, node, or tag: and the beginning of a tag',
      }),
      { maxItems: alertLimits.groupBy, fault: `must be a list of at most ${alertLimits.groupBy}` },
    ),
    waitSeconds: secondsOf(0, alertLimits.waitSecondsMax),
    intervalSeconds: secondsOf(0, alertLimits.repeatSecondsMax),
    repeatSeconds: secondsOf(alertLimits.repeatSecondsMin, alertLimits.repeatSecondsMax),
    steps: Type.Array(
      Type.Object(
        {
          afterSeconds: secondsOf(0, alertLimits.repeatSecondsMax),
          channelIds: Type.Array(id, {
            minItems: 1,
            maxItems: alertLimits.stepChannels,
            fault: `must be a list of 1 to ${alertLimits.stepChannels} ids of channels`,
          }),
        },
        { ...closed, fault: 'must be an object' },
      ),
      { maxItems: alertLimits.steps, fault: `must be a list of at most ${alertLimits.steps} steps` },
    ),
    /** Whether the routes below it are looked at as well. */
    continue: Type.Optional(Type.Boolean({ fault: 'must be true or false' })),
  },
  { ...closed, fault: 'must be an object' },
);
export type AlertRoute = Static<typeof alertRouteSchema>;

/** The whole list, in order. A list that was made of an older `version` is refused. */
export const alertRoutesSchema = Type.Object(
  {
    items: Type.Array(alertRouteSchema, {
      maxItems: alertLimits.routes,
      fault: `must be a list of at most ${alertLimits.routes} routes`,
    }),
    version: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, fault: 'must be the version that was read' }),
  },
  { ...closed, fault: 'must be an object' },
);
export type AlertRoutes = Static<typeof alertRoutesSchema>;

const { properties: routeFields } = alertRouteSchema;
/** What may be left out of a route that is sent. */
const timesWithDefaults = Type.Object({
  waitSeconds: { ...routeFields.waitSeconds, default: routeDefaults.waitSeconds },
  intervalSeconds: { ...routeFields.intervalSeconds, default: routeDefaults.intervalSeconds },
  repeatSeconds: { ...routeFields.repeatSeconds, default: routeDefaults.repeatSeconds },
});

/** As it is sent: a time that is left out has its default. */
export const replaceAlertRoutesSchema = Type.Object(
  {
    ...alertRoutesSchema.properties,
    items: Type.Array(
      Type.Object(
        { ...routeFields, ...Type.Partial(timesWithDefaults).properties },
        { ...closed, fault: 'must be an object' },
      ),
      { maxItems: alertLimits.routes, fault: `must be a list of at most ${alertLimits.routes} routes` },
    ),
  },
  { ...closed, fault: 'must be an object' },
);
export type ReplaceAlertRoutesRequest = Static<typeof replaceAlertRoutesSchema>;

export const explainRequestSchema = Type.Object(
  {
    nodeId: Type.String({ pattern: nodeIdPattern.source, fault: 'must be the id of a host' }),
    severity: choice(alertSeverities),
    ruleId: Type.Optional(id),
  },
  { ...closed, fault: 'must be an object' },
);
export type ExplainRequest = Static<typeof explainRequestSchema>;

/** Who would be told what and when of an alert of a host, and what keeps it quiet. */
export const explanationSchema = Type.Object({
  routes: listOf(
    Type.Object({
      name: text,
      groupKey: text,
      steps: listOf(
        Type.Object({
          afterSeconds: count,
          channels: listOf(Type.Object({ id: uuid, name: text, enabled: flag })),
        }),
      ),
    }),
  ),
  windows: listOf(Type.Object({ id: uuid, name: text, until: nullable(instant) })),
});
export type Explanation = Static<typeof explanationSchema>;
