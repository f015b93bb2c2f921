import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { activityEndpoints } from './activity.endpoints.js';
import { alertsEndpoints } from './alerts.endpoints.js';
import { approvalsEndpoints } from './approvals.endpoints.js';
import { auditEndpoints } from './audit.endpoints.js';
import { authEndpoints } from './auth.endpoints.js';
import { backupsEndpoints } from './backups.endpoints.js';
import { beatsEndpoints } from './beats.endpoints.js';
import { jobsEndpoints } from './jobs.endpoints.js';
import { nodesEndpoints } from './nodes.endpoints.js';
import { presetSourcesEndpoints } from './preset-sources.endpoints.js';
import { presetsEndpoints } from './presets.endpoints.js';
import { pathOf } from './request.js';
import type { ApiRequest } from './request.js';
import { rolloutsEndpoints } from './rollouts.endpoints.js';
import { schedulesEndpoints } from './schedules.endpoints.js';
import { selectorsEndpoints } from './selectors.endpoints.js';
import { settingsEndpoints } from './settings.endpoints.js';
import { streamsEndpoints } from './streams.endpoints.js';
import { tokensEndpoints } from './tokens.endpoints.js';
import { usersEndpoints } from './users.endpoints.js';

const listed = {
  activityEndpoints,
  alertsEndpoints,
  approvalsEndpoints,
  auditEndpoints,
  authEndpoints,
  backupsEndpoints,
  beatsEndpoints,
  jobsEndpoints,
  nodesEndpoints,
  presetSourcesEndpoints,
  presetsEndpoints,
  rolloutsEndpoints,
  schedulesEndpoints,
  selectorsEndpoints,
  settingsEndpoints,
  streamsEndpoints,
  tokensEndpoints,
  usersEndpoints,
};

/** Routes of the server's that neither client calls, and why. */
const notListed: Readonly<Record<string, string>> = {
  'GET /api/jobs/pending': 'agents take work by it',
  'POST /api/jobs/:id/output': 'agents deliver output by it',
  'POST /api/jobs/:id/complete': 'agents tell the end by it',
  'GET /api/beats/ping/:token': 'jobs elsewhere say by it that they are well',
  'POST /api/beats/ping/:token': 'the same',
  'GET /api/beats/ping/:token/:signal': 'jobs elsewhere say by it how they go',
  'POST /api/beats/ping/:token/:signal': 'the same',
  'POST /api/preset-sources/webhook/:token': 'hosts of repositories say by it that there is something new',
};

/** Endpoints of a route that has another one, and why. */
const seconds: Readonly<Record<string, string>> = {
  'rolloutsEndpoints.plan': 'it asks what `create` would do',
};

const inventory = new URL('../../../../server/route-inventory.json', import.meta.url);
const served = Object.keys(JSON.parse(readFileSync(inventory, 'utf8')) as object).filter((route) =>
  route.includes(' /api/'),
);

/** What each endpoint makes, by its name; in its path stands `x` for each part. */
function requestsOf(group: object, parent: string): [name: string, request: ApiRequest][] {
  return Object.entries(group).flatMap(([name, each]: [string, unknown]) => {
    const path = `${parent}.${name}`;
    if (typeof each !== 'function') return requestsOf(each as object, path);
    const made = (each as (...parts: string[]) => ApiRequest)('x', 'x', 'x');
    return [[path, made]];
  });
}

const routeOf = (request: ApiRequest): string => `${request.method} ${pathOf(request)}`;
const shapeOf = (route: string): string => route.replaceAll(/:[a-zA-Z]+/g, 'x');

describe('the list of endpoints', () => {
  const requests = Object.entries(listed).flatMap(([name, group]) => requestsOf(group, name));

  it('names what the server has', () => {
    const shapes = new Set(served.map(shapeOf));
    const unknown = requests.map(([, request]) => routeOf(request)).filter((route) => !shapes.has(route));
    expect(unknown.sort()).toEqual([]);
  });

  it('has each of the server’s routes once, but for those that no client calls', () => {
    const firsts = requests.filter(([name]) => !(name in seconds));
    const routes = firsts.map(([, request]) => routeOf(request));
    expect(routes.filter((route, index) => routes.indexOf(route) !== index)).toEqual([]);
    expect(served.filter((route) => !routes.includes(shapeOf(route))).sort()).toEqual(Object.keys(notListed).sort());
  });
});
