import { alertKinds, alertSeverities, alertStates, type AlertEventKind } from '@hyprbox/contracts';
import { flag, listOf, nullable, number, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { integer, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';

export const openAlerts = rawQuery('alerts.lockOpen', {
  id: uuid,
  ruleId: uuid,
  ruleName: text,
  kind: oneOf(alertKinds),
  severity: oneOf(alertSeverities),
  target: text,
  nodeId: nullable(text),
  mount: nullable(text),
  preset: nullable(text),
  policyId: nullable(uuid),
  beatId: nullable(uuid),
  selfCheck: nullable(text),
  state: oneOf(alertStates),
  value: nullable(number),
  unit: text,
  peak: nullable(number),
  pendingSince: timestamp,
  firedAt: nullable(timestamp),
  recoveringSince: nullable(timestamp),
  resolvedAt: nullable(timestamp),
  ackedUntil: nullable(timestamp),
  inhibitedBy: nullable(uuid),
  windowId: nullable(uuid),
  timesFired: integer,
  changes: listOf(timestamp),
  keepSeconds: integer,
  runbook: nullable(text),
  routed: flag,
});

/** An alert that is not resolved, as the evaluation needs to know it. */
export type OpenAlert = RowOf<typeof openAlerts>;

/** An entry that is to be added to an alert's timeline. */
export interface NewAlertEvent {
  alertId: string;
  kind: AlertEventKind;
  detail: string;
  actorName?: string | null;
  jobId?: string | null;
}
