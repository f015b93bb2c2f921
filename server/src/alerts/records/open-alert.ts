import type { AlertEventKind, AlertKind, AlertSeverity, AlertState } from '@hyprbox/contracts';

/** An alert that is not resolved, as the evaluation needs to know it. */
export interface OpenAlert {
  id: string;
  ruleId: string;
  ruleName: string;
  kind: AlertKind;
  severity: AlertSeverity;
  target: string;
  nodeId: string | null;
  mount: string | null;
  preset: string | null;
  policyId: string | null;
  beatId: string | null;
  selfCheck: string | null;
  state: AlertState;
  value: number | null;
  unit: string;
  peak: number | null;
  pendingSince: Date;
  firedAt: Date | null;
  recoveringSince: Date | null;
  resolvedAt: Date | null;
  ackedBy: string | null;
  ackedByName: string | null;
  ackedUntil: Date | null;
  inhibitedBy: string | null;
  windowId: string | null;
  timesFired: number;
  changes: Date[];
  keepSeconds: number;
  runbook: string | null;
  routed: boolean;
}

/** An entry that is to be added to an alert's timeline. */
export interface NewAlertEvent {
  alertId: string;
  kind: AlertEventKind;
  detail: string;
  actorName?: string | null;
  jobId?: string | null;
}
