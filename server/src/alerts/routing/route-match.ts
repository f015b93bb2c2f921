import { routeDefaults, type AlertKind, type AlertRoute, type AlertSeverity } from '@hyprbox/contracts';

/** Of an alert, what routes go by. */
export interface RoutedAlert {
  ruleId: string | null;
  kind: AlertKind | null;
  severity: AlertSeverity;
}

/** The route of an installation that has none: everything, to every channel. */
export const defaultRouteName = 'Everything';

export function defaultRoute(channelIds: string[]): AlertRoute {
  return {
    name: defaultRouteName,
    match: {},
    groupBy: ['rule'],
    ...routeDefaults,
    steps: channelIds.length === 0 ? [] : [{ afterSeconds: 0, channelIds }],
  };
}

/**
 * The routes by which an alert is told: the first that matches, and those after it while each says `continue`.
 *
 * @param selects whether the selector of the route at a place selects the alert's host; true where the route has none
 */
export function matchingRoutes<Route extends AlertRoute>(
  routes: readonly Route[],
  { ruleId, kind, severity }: RoutedAlert,
  selects: (index: number) => boolean,
): Route[] {
  const found: Route[] = [];
  for (const [index, route] of routes.entries()) {
    const { severities, kinds, ruleIds, selector } = route.match;
    if (severities && !severities.includes(severity)) continue;
    if (kinds && (kind === null || !kinds.includes(kind))) continue;
    if (ruleIds && (ruleId === null || !ruleIds.includes(ruleId))) continue;
    if (selector && !selects(index)) continue;
    found.push(route);
    if (!route.continue) break;
  }
  return found;
}
