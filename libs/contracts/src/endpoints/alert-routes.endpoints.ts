import type { AlertRoutes, ExplainRequest, Explanation, ReplaceAlertRoutesRequest } from '../alert-routes.schema.js';
import { get, post, put } from './endpoint.js';

export const alertRoutesEndpoints = {
  get: () => get<AlertRoutes>('/alerts/routes'),
  /** The whole list; refused if its `version` is not the one that is stored. */
  replace: (routes: ReplaceAlertRoutesRequest) => put<AlertRoutes>('/alerts/routes', routes),
  /** Who would be told what and when of an alert, and what keeps it quiet. */
  explain: (request: ExplainRequest) => post<Explanation>('/alerts/routes/explain', request),
};
