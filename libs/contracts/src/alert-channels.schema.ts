import Type, { type Static } from 'typebox';
import { alertChannelTypes, alertLimits } from './alerts.js';
import { closed, count, flag, instant, nullable, oneOf, recordOf, text, uuid } from './schema-parts.js';

const values = (fault: string) =>
  Type.Unsafe<Record<string, string>>({
    type: 'object',
    maxProperties: 20,
    additionalProperties: {
      type: 'string',
      maxLength: alertLimits.channelValueLength,
      format: 'storable',
      fault: `must be a text of at most ${alertLimits.channelValueLength} characters`,
    },
    fault,
  });

/** A channel as it is sent. Which fields `config` and `secrets` have is told by its type, see docs/alerts.md. */
export const alertChannelFieldsSchema = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: alertLimits.ruleNameLength,
      format: 'line',
      fault: `must be a name of 1 to ${alertLimits.ruleNameLength} characters on one line`,
    }),
    type: oneOf(alertChannelTypes, { fault: `must be one of ${alertChannelTypes.join(', ')}` }),
    config: values('must be an object of texts'),
    /** Write-only: one that is left out in a change stays, an empty one is forgotten. */
    secrets: Type.Optional(values('must be an object of texts')),
    sendResolved: Type.Boolean({ fault: 'must be true or false' }),
    enabled: Type.Boolean({ fault: 'must be true or false' }),
  },
  { ...closed, fault: 'must be an object' },
);
export type AlertChannelFields = Static<typeof alertChannelFieldsSchema>;

export const alertChannelSchema = Type.Object({
  id: uuid,
  name: text,
  type: oneOf(alertChannelTypes),
  config: recordOf(text),
  secrets: recordOf(Type.Object({ set: flag })),
  sendResolved: flag,
  enabled: flag,
  createdAt: instant,
  updatedAt: instant,
});
export type AlertChannel = Static<typeof alertChannelSchema>;

/** What the service answered to a message that was really sent. */
export const channelTestSchema = Type.Object({
  ok: flag,
  /** The HTTP status, or SMTP's reply code; null where there was no answer. */
  status: nullable(count),
  detail: text,
  durationMs: count,
});
export type ChannelTest = Static<typeof channelTestSchema>;
