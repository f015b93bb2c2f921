import Type, { type Static } from 'typebox';
import { alertTargetSchema } from './alert-rules.schema.js';
import { alertEventKinds, alertKinds, alertLimits, alertSeverities, alertStates } from './alerts.js';
import { alertDeliverySchema } from './alert-deliveries.schema.js';
import { closed, count, instant, listOf, nullable, number, oneOf, text, uuid } from './schema-parts.js';

const alert = {
  id: uuid,
  ruleId: uuid,
  ruleName: text,
  kind: oneOf(alertKinds),
  target: alertTargetSchema,
  state: oneOf(alertStates),
  severity: oneOf(alertSeverities),
  /** Its latest figure and its worst one so far, in `unit`; null where the kind has none. */
  value: nullable(number),
  unit: text,
  peak: nullable(number),
  pendingSince: instant,
  firedAt: nullable(instant),
  resolvedAt: nullable(instant),
  ackedBy: nullable(text),
  ackedUntil: nullable(instant),
  note: nullable(text),
  /** The alert that explains this one; nobody is told of this one meanwhile. */
  inhibitedBy: nullable(uuid),
  /** The silence or maintenance that keeps it quiet. */
  windowId: nullable(uuid),
  timesFired: count,
  runbook: nullable(text),
};
export const alertSchema = Type.Object(alert);
export type Alert = Static<typeof alertSchema>;

export const alertEventSchema = Type.Object({
  at: instant,
  kind: oneOf(alertEventKinds),
  actor: Type.Optional(text),
  detail: text,
  /** The job of a remediation. */
  jobId: Type.Optional(uuid),
});
export type AlertEvent = Static<typeof alertEventSchema>;

export const alertDetailsSchema = Type.Object({
  ...alert,
  events: listOf(alertEventSchema),
  deliveries: listOf(alertDeliverySchema),
});
export type AlertDetails = Static<typeof alertDetailsSchema>;

const bySeverity = Type.Object({ WARNING: count, CRITICAL: count });
export const alertSummarySchema = Type.Object({
  /** Of those that fire and are told: neither acknowledged, silenced nor inhibited. */
  firing: bySeverity,
  pending: count,
  acknowledged: count,
  silenced: count,
  inhibited: count,
  /** How many alerts of each rule fire, also those that nobody is told of; rules of which none does are left out. */
  rules: listOf(Type.Object({ ruleId: uuid, firing: count })),
  /** When rules were last evaluated; null before the first time. */
  evaluatedAt: nullable(instant),
});
export type AlertSummary = Static<typeof alertSummarySchema>;

const note = Type.String({
  maxLength: alertLimits.noteLength,
  format: 'storable',
  fault: `must be a text of at most ${alertLimits.noteLength} characters`,
});

export const ackRequestSchema = Type.Object(
  {
    forSeconds: Type.Integer({
      minimum: 60,
      maximum: alertLimits.ackSecondsMax,
      fault: `must be a whole number of seconds from 60 to ${alertLimits.ackSecondsMax}`,
    }),
    note: Type.Optional(note),
  },
  { ...closed, fault: 'must be an object' },
);
export type AckRequest = Static<typeof ackRequestSchema>;

export const noteRequestSchema = Type.Object({ note }, { ...closed, fault: 'must be an object' });
export type NoteRequest = Static<typeof noteRequestSchema>;
