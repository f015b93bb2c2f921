import Type, { type Static } from 'typebox';
import { alertLimits } from './alerts.js';
import { closed, count, instant, nullable, number, oneOf, text, uuid } from './schema-parts.js';

export const beatStatuses = ['NEW', 'ON_TIME', 'RUNNING', 'LATE', 'FAILED'] as const;
export type BeatStatus = (typeof beatStatuses)[number];

/** Something elsewhere that is to say at a regular time that it is well: every `periodSeconds`, or by `cron` and `timezone`. */
export const beatFieldsSchema = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: alertLimits.beatNameLength,
      format: 'line',
      fault: `must be a name of 1 to ${alertLimits.beatNameLength} characters on one line`,
    }),
    periodSeconds: Type.Optional(
      Type.Integer({
        minimum: alertLimits.beatPeriodSecondsMin,
        maximum: alertLimits.beatPeriodSecondsMax,
        fault: `must be a whole number of seconds from ${alertLimits.beatPeriodSecondsMin} to ${alertLimits.beatPeriodSecondsMax}`,
      }),
    ),
    cron: Type.Optional(
      Type.String({ minLength: 9, maxLength: 200, fault: 'must be a cron expression of five fields' }),
    ),
    timezone: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, fault: 'must be a time zone such as Europe/Berlin' }),
    ),
    graceSeconds: Type.Integer({
      minimum: 0,
      maximum: alertLimits.beatPeriodSecondsMax,
      fault: `must be a whole number of seconds from 0 to ${alertLimits.beatPeriodSecondsMax}`,
    }),
  },
  { ...closed, fault: 'must be an object' },
);
export type BeatFields = Static<typeof beatFieldsSchema>;

const beat = {
  ...beatFieldsSchema.properties,
  id: uuid,
  status: oneOf(beatStatuses),
  createdAt: instant,
  lastPingAt: nullable(instant),
  /** When it is late, if nothing comes until then; null before the first one. */
  lateAt: nullable(instant),
  startedAt: nullable(instant),
  lastExitCode: nullable(number),
  lastBody: nullable(text),
  lastBodyBytes: count,
};
export const beatSchema = Type.Object(beat);
export type Beat = Static<typeof beatSchema>;

/** `url` holds the secret and is shown this once. */
export const createdBeatSchema = Type.Object({ ...beat, url: text });
export type CreatedBeat = Static<typeof createdBeatSchema>;
