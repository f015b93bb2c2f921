import type { Alert, AlertQuery, AlertSeverity, AlertState, AlertSummary } from '@hyprbox/contracts';
import { alertSeverities, nodeIdPattern } from '@hyprbox/contracts';
import { fires, isAcknowledged, isQuiet } from '../../shared/alerts/alert-words';

export const alertViews = ['firing', 'acknowledged', 'quiet', 'pending', 'history'] as const;
export type AlertView = (typeof alertViews)[number];

export const viewLabels: Readonly<Record<AlertView, string>> = {
  firing: 'Firing',
  acknowledged: 'Acknowledged',
  quiet: 'Quiet',
  pending: 'Pending',
  history: 'History',
};

/** Null is no filter. */
export interface AlertFilter {
  readonly severity: AlertSeverity | null;
  readonly nodeId: string | null;
  readonly ruleId: string | null;
}

/** The words in the address. */
export type AlertFilterAddress = Readonly<Record<'severity' | 'node' | 'rule', string | null | undefined>>;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const firing: readonly AlertState[] = ['FIRING', 'RECOVERING'];

/** Anybody can type an address: what makes no sense there is no filter. */
export function readView(show: string | null | undefined): AlertView {
  return alertViews.find((each) => each === show) ?? 'firing';
}

export function readFilter({ severity, node, rule }: AlertFilterAddress): AlertFilter {
  return {
    severity: alertSeverities.find((each) => each === severity?.toUpperCase()) ?? null,
    nodeId: node && nodeIdPattern.test(node) ? node : null,
    ruleId: rule && uuid.test(rule) ? rule : null,
  };
}

export function filterAddress({ severity, nodeId, ruleId }: AlertFilter): AlertFilterAddress {
  return { severity: severity?.toLowerCase(), node: nodeId, rule: ruleId };
}

/** What the server is asked for. */
export function queryOf(view: AlertView, filter: AlertFilter): AlertQuery {
  switch (view) {
    case 'firing':
      return { ...filter, state: firing, acked: false, quiet: false };
    case 'acknowledged':
      return { ...filter, state: firing, acked: true };
    case 'quiet':
      return { ...filter, state: firing, quiet: true };
    case 'pending':
      return { ...filter, state: ['PENDING'] };
    case 'history':
      return { ...filter, state: ['RESOLVED'] };
  }
}

/** Whether an alert is one of those that {@link queryOf} asks for. @param now milliseconds since the epoch */
export function belongs(alert: Alert, view: AlertView, filter: AlertFilter, now: number): boolean {
  const { severity, nodeId, ruleId } = filter;
  if (severity !== null && alert.severity !== severity) return false;
  if (nodeId !== null && alert.target.nodeId !== nodeId) return false;
  if (ruleId !== null && alert.ruleId !== ruleId) return false;
  switch (view) {
    case 'firing':
      return fires(alert) && !isAcknowledged(alert, now) && !isQuiet(alert);
    case 'acknowledged':
      return fires(alert) && isAcknowledged(alert, now);
    case 'quiet':
      return fires(alert) && isQuiet(alert);
    case 'pending':
      return alert.state === 'PENDING';
    case 'history':
      return alert.state === 'RESOLVED';
  }
}

export interface ViewOption {
  readonly view: AlertView;
  readonly label: string;
  /** Null where nobody counts. */
  readonly count: number | null;
}

/** The views to choose from; that of what is pending only while there is any, or it is the one that is shown. */
export function viewOptions(summary: AlertSummary | null, shown: AlertView): readonly ViewOption[] {
  return alertViews
    .filter((view) => view !== 'pending' || view === shown || (summary?.pending ?? 0) > 0)
    .map((view) => ({ view, label: viewLabels[view], count: summary === null ? null : countOf(view, summary) }));
}

function countOf(view: AlertView, { firing: { WARNING, CRITICAL }, ...summary }: AlertSummary): number | null {
  switch (view) {
    case 'firing':
      return WARNING + CRITICAL;
    case 'acknowledged':
      return summary.acknowledged;
    case 'quiet':
      return summary.silenced + summary.inhibited;
    case 'pending':
      return summary.pending;
    case 'history':
      return null;
  }
}
