import type { AckRequest, Alert, AlertDetails, AlertSummary } from '../alerts.schema.js';
import type { AlertSeverity, AlertState } from '../alerts.js';
import type { Page } from '../schema-parts.js';
import { alertChannelsEndpoints } from './alert-channels.endpoints.js';
import { alertDeliveriesEndpoints } from './alert-deliveries.endpoints.js';
import { alertRoutesEndpoints } from './alert-routes.endpoints.js';
import { alertRulesEndpoints } from './alert-rules.endpoints.js';
import { alertWindowsEndpoints } from './alert-windows.endpoints.js';
import { get, path, post } from './endpoint.js';
import type { PageQuery } from './request.js';

export type AlertQuery = PageQuery & {
  state?: readonly AlertState[] | undefined;
  severity?: AlertSeverity | null | undefined;
  nodeId?: string | null | undefined;
  ruleId?: string | null | undefined;
  /** Whether somebody has acknowledged it. */
  acked?: boolean | null | undefined;
  /** Whether a silence, a maintenance or another alert keeps it quiet. */
  quiet?: boolean | null | undefined;
  /** ISO 8601: those that were open at `from` or later, and began before `to`. */
  from?: string | null | undefined;
  to?: string | null | undefined;
};

export const alertsEndpoints = {
  rules: alertRulesEndpoints,
  windows: alertWindowsEndpoints,
  channels: alertChannelsEndpoints,
  routes: alertRoutesEndpoints,
  deliveries: alertDeliveriesEndpoints,
  /** Newest first. */
  list: (query?: AlertQuery) => get<Page<Alert>>('/alerts', query),
  summary: () => get<AlertSummary>('/alerts/summary'),
  /** With its timeline and the messages that were sent of it. */
  get: (id: string) => get<AlertDetails>(path`/alerts/${id}`),
  acknowledge: (id: string, request: AckRequest) => post<Alert>(path`/alerts/${id}/ack`, request),
  unacknowledge: (id: string) => post<Alert>(path`/alerts/${id}/unack`),
  /** An empty one takes it away. */
  annotate: (id: string, note: string) => post<Alert>(path`/alerts/${id}/note`, { note }),
};
