import Type, { type Static } from 'typebox';
import { alertLimits, alertSeverities, alertWindowKinds } from './alerts.js';
import { closed, flag, instant, nullable, oneOf, text, uuid } from './schema-parts.js';
import { selectorSchema } from './selectors.schema.js';

const time = {
  format: 'date-time',
  fault: 'must be a time as ISO 8601 has it, such as 2026-01-31T12:00:00.000Z',
};

/** A silence or a maintenance as it is sent: once, `from` and `to`; or again and again, `cron`, `timezone` and `durationSeconds`. */
export const alertWindowFieldsSchema = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: alertLimits.ruleNameLength,
      format: 'line',
      fault: `must be a name of 1 to ${alertLimits.ruleNameLength} characters on one line`,
    }),
    kind: oneOf(alertWindowKinds, { fault: `must be one of ${alertWindowKinds.join(', ')}` }),
    selector: selectorSchema,
    /** All of them if it is left out. */
    severities: Type.Optional(
      Type.Array(oneOf(alertSeverities, { fault: `must be one of ${alertSeverities.join(', ')}` }), {
        minItems: 1,
        maxItems: 2,
        fault: 'must be a list of severities',
      }),
    ),
    from: Type.Optional(Type.String(time)),
    to: Type.Optional(Type.String(time)),
    cron: Type.Optional(
      Type.String({ minLength: 9, maxLength: 200, fault: 'must be a cron expression of five fields' }),
    ),
    timezone: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, fault: 'must be a time zone such as Europe/Berlin' }),
    ),
    durationSeconds: Type.Optional(
      Type.Integer({
        minimum: 60,
        maximum: alertLimits.windowSecondsLongest,
        fault: `must be a whole number of seconds from 60 to ${alertLimits.windowSecondsLongest}`,
      }),
    ),
  },
  { ...closed, fault: 'must be an object' },
);
export type AlertWindowFields = Static<typeof alertWindowFieldsSchema>;

export const alertWindowSchema = Type.Object({
  ...alertWindowFieldsSchema.properties,
  id: uuid,
  createdBy: nullable(text),
  createdAt: instant,
  /** Whether it is open now, and until when; else when it opens next, null if it never does. */
  active: flag,
  activeUntil: nullable(instant),
  nextAt: nullable(instant),
});
export type AlertWindow = Static<typeof alertWindowSchema>;
