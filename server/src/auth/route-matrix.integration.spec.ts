import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csrfCookie, roles, sessionCookie, type CreatedInvitation, type Role, type SignedIn } from '@hyprbox/contracts';
import { CallerAt } from '../../test/caller-at.js';
import { aRule } from '../../test/alerts.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { routeInventory } from '../operations/route-inventory.js';

const nothing = '01999999-0000-7000-8000-000000000000';

/** Who may use a route: anyone, users from a role on, agents, or this host. */
type Opening = 'public' | Role | 'agent' | 'this host';

/** A harmless call of a route, and how it is answered to those who may make it. */
interface Call {
  to: Opening;
  status: number;
  /** The path with its parameters filled in, and a query, where they differ from the route's. */
  path?: string;
  body?: object;
}

const policy = {
  name: 'x',
  nodeId: 'web-1',
  repository: '/srv/backups',
  passwordRef: 'env:RESTIC_PASSWORD',
  paths: ['/etc'],
  schedule: '0 3 * * *',
};

const channel = {
  name: 'x',
  type: 'NTFY',
  config: { url: 'https://ntfy.example.com', topic: 'ops' },
  sendResolved: true,
  enabled: true,
};

const alertWindow = {
  name: 'x',
  kind: 'SILENCE',
  selector: { nodeIds: ['no-such-node'] },
  cron: '0 3 * * *',
  timezone: 'UTC',
  durationSeconds: 60,
};

const rollout = { preset: 'system-facts', selector: { nodeIds: ['no-such-node'] }, dryRun: true };

const beat = { name: 'x', periodSeconds: 60, graceSeconds: 0 };

const presetSource = { name: 'x', url: 'https://127.0.0.1:1/x', branch: 'main', enabled: false };

const schedule = {
  name: 'x',
  cron: '0 3 * * *',
  timezone: 'UTC',
  rollout: { preset: 'system-facts', selector: { nodeIds: ['no-such-node'] } },
  overlap: 'SKIP',
  misfire: 'SKIP',
  enabled: false,
};

const calls: Record<string, Call> = {
  'DELETE /api/alerts/channels/:id': { to: 'ADMIN', path: `/api/alerts/channels/${nothing}`, status: 404 },
  'DELETE /api/backups/policies/:id': { to: 'ADMIN', path: `/api/backups/policies/${nothing}`, status: 404 },
  'DELETE /api/nodes/:nodeId': { to: 'ADMIN', path: '/api/nodes/no-such-node', status: 404 },
  'DELETE /api/tokens/:id': { to: 'ADMIN', path: `/api/tokens/${nothing}`, status: 404 },
  'DELETE /api/alerts/rules/:id': { to: 'ADMIN', path: `/api/alerts/rules/${nothing}`, status: 404 },
  'GET /api/alerts/routes': { to: 'VIEWER', status: 200 },
  'POST /api/alerts/routes/explain': {
    to: 'VIEWER',
    body: { nodeId: 'no-such-node', severity: 'WARNING' },
    status: 404,
  },
  'POST /api/alerts/rules/test': { to: 'VIEWER', body: aRule({ name: 'x' }), status: 200 },
  'PUT /api/alerts/routes': { to: 'ADMIN', body: { items: [], version: 2_000_000 }, status: 409 },
  'GET /api/approvals': { to: 'VIEWER', status: 200 },
  'GET /api/approvals/:id': { to: 'VIEWER', path: `/api/approvals/${nothing}`, status: 404 },
  'POST /api/approvals/:id/approve': {
    to: 'OPERATOR',
    path: `/api/approvals/${nothing}/approve`,
    body: {},
    status: 404,
  },
  'POST /api/approvals/:id/reject': { to: 'OPERATOR', path: `/api/approvals/${nothing}/reject`, body: {}, status: 404 },
  'POST /api/approvals/:id/override': {
    to: 'ADMIN',
    path: `/api/approvals/${nothing}/override`,
    body: { reason: 'x' },
    status: 404,
  },
  'GET /api/stream/alerts': { to: 'VIEWER', status: 200 },
  'GET /api/alerts': { to: 'VIEWER', status: 200 },
  'GET /api/alerts/:id': { to: 'VIEWER', path: `/api/alerts/${nothing}`, status: 404 },
  'GET /api/alerts/rules': { to: 'VIEWER', status: 200 },
  'GET /api/alerts/rules/:id': { to: 'VIEWER', path: `/api/alerts/rules/${nothing}`, status: 404 },
  'GET /api/alerts/summary': { to: 'VIEWER', status: 200 },
  'POST /api/alerts/:id/ack': {
    to: 'OPERATOR',
    path: `/api/alerts/${nothing}/ack`,
    body: { forSeconds: 60 },
    status: 404,
  },
  'POST /api/alerts/:id/note': {
    to: 'OPERATOR',
    path: `/api/alerts/${nothing}/note`,
    body: { note: 'x' },
    status: 404,
  },
  'POST /api/alerts/:id/unack': { to: 'OPERATOR', path: `/api/alerts/${nothing}/unack`, status: 404 },
  'POST /api/alerts/rules': {
    to: 'ADMIN',
    body: aRule({ name: 'x', remediation: { preset: 'no-such-preset', variables: {}, everySeconds: 60, atOnce: 1 } }),
    status: 404,
  },
  'DELETE /api/alerts/windows/:id': { to: 'OPERATOR', path: `/api/alerts/windows/${nothing}`, status: 404 },
  'GET /api/alerts/windows': { to: 'VIEWER', status: 200 },
  'GET /api/alerts/windows/:id': { to: 'VIEWER', path: `/api/alerts/windows/${nothing}`, status: 404 },
  'POST /api/alerts/windows': { to: 'OPERATOR', body: alertWindow, status: 201 },
  'PUT /api/alerts/windows/:id': {
    to: 'OPERATOR',
    path: `/api/alerts/windows/${nothing}`,
    body: alertWindow,
    status: 404,
  },
  'DELETE /api/beats/:id': { to: 'ADMIN', path: `/api/beats/${nothing}`, status: 404 },
  'GET /api/beats': { to: 'VIEWER', status: 200 },
  'GET /api/beats/:id': { to: 'VIEWER', path: `/api/beats/${nothing}`, status: 404 },
  'GET /api/beats/ping/:token': { to: 'public', path: '/api/beats/ping/unknown', status: 404 },
  'GET /api/beats/ping/:token/:signal': { to: 'public', path: '/api/beats/ping/unknown/start', status: 404 },
  'POST /api/beats': { to: 'ADMIN', body: beat, status: 201 },
  'POST /api/beats/ping/:token': { to: 'public', path: '/api/beats/ping/unknown', body: {}, status: 404 },
  'POST /api/beats/ping/:token/:signal': { to: 'public', path: '/api/beats/ping/unknown/0', body: {}, status: 404 },
  'PUT /api/beats/:id': { to: 'ADMIN', path: `/api/beats/${nothing}`, body: beat, status: 404 },
  'DELETE /api/selectors/:name': { to: 'OPERATOR', path: '/api/selectors/no-such-selector', status: 404 },
  'DELETE /api/schedules/:id': { to: 'OPERATOR', path: `/api/schedules/${nothing}`, status: 404 },
  'GET /api/schedules': { to: 'VIEWER', status: 200 },
  'GET /api/schedules/:id': { to: 'VIEWER', path: `/api/schedules/${nothing}`, status: 404 },
  'GET /api/schedules/:id/fires': { to: 'VIEWER', path: `/api/schedules/${nothing}/fires`, status: 404 },
  'GET /api/schedules/calendar': {
    to: 'VIEWER',
    path: '/api/schedules/calendar?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z',
    status: 200,
  },
  'POST /api/schedules': {
    to: 'OPERATOR',
    // Of a preset that is not there, as the second of two with one name would be refused for its name.
    body: { ...schedule, rollout: { ...schedule.rollout, preset: 'none' } },
    status: 400,
  },
  'POST /api/schedules/:id/run': { to: 'OPERATOR', path: `/api/schedules/${nothing}/run`, status: 404 },
  'POST /api/schedules/preview': { to: 'VIEWER', body: { cron: '0 3 * * *', timezone: 'UTC' }, status: 200 },
  'PUT /api/schedules/:id': {
    to: 'OPERATOR',
    path: `/api/schedules/${nothing}`,
    body: { ...schedule, version: 1 },
    status: 404,
  },
  'GET /api/selectors': { to: 'VIEWER', status: 200 },
  'PUT /api/selectors/:name': {
    to: 'OPERATOR',
    path: '/api/selectors/everything',
    body: { selector: { all: true } },
    status: 200,
  },
  'POST /api/nodes/tags': {
    to: 'ADMIN',
    body: { selector: { nodeIds: ['no-such-node'] }, add: ['x'] },
    status: 200,
  },
  'POST /api/nodes/select': { to: 'VIEWER', body: { selector: { all: true } }, status: 200 },
  'PUT /api/alerts/rules/:id': {
    to: 'ADMIN',
    path: `/api/alerts/rules/${nothing}`,
    body: aRule({ name: 'x', version: 1 }),
    status: 404,
  },
  'GET /api/activity': { to: 'VIEWER', status: 200 },
  'DELETE /api/users/invitations/:id': {
    to: 'ADMIN',
    path: `/api/users/invitations/${nothing}`,
    status: 404,
  },
  'GET /api/alerts/channels': { to: 'ADMIN', status: 200 },
  'GET /api/alerts/channels/:id': { to: 'ADMIN', path: `/api/alerts/channels/${nothing}`, status: 404 },
  'GET /api/alerts/deliveries': { to: 'VIEWER', status: 200 },
  'GET /api/audit': { to: 'ADMIN', status: 200 },
  'GET /api/audit/:seq': { to: 'ADMIN', path: '/api/audit/1', status: 200 },
  'GET /api/audit/export': { to: 'ADMIN', status: 200 },
  'GET /api/audit/verify': { to: 'ADMIN', status: 200 },
  'GET /api/auth/me': { to: 'VIEWER', status: 200 },
  'GET /api/backups/policies': { to: 'VIEWER', status: 200 },
  'GET /api/backups/policies/:id': { to: 'VIEWER', path: `/api/backups/policies/${nothing}`, status: 404 },
  'GET /api/backups/policies/:id/diff': {
    to: 'VIEWER',
    path: `/api/backups/policies/${nothing}/diff?from=0123abcd&to=4567abcd`,
    status: 404,
  },
  'GET /api/backups/policies/:id/find': {
    to: 'VIEWER',
    path: `/api/backups/policies/${nothing}/find?pattern=x`,
    status: 404,
  },
  'GET /api/backups/policies/:id/snapshots': {
    to: 'VIEWER',
    path: `/api/backups/policies/${nothing}/snapshots`,
    status: 404,
  },
  'GET /api/backups/policies/:id/snapshots/:snapshotId/tree': {
    to: 'VIEWER',
    path: `/api/backups/policies/${nothing}/snapshots/0123abcd/tree`,
    status: 404,
  },
  'GET /api/backups/runs': { to: 'VIEWER', status: 200 },
  'GET /api/backups/runs/:id': { to: 'VIEWER', path: `/api/backups/runs/${nothing}`, status: 404 },
  'GET /api/backups/runs/:id/log': { to: 'VIEWER', path: `/api/backups/runs/${nothing}/log`, status: 404 },
  'GET /api/backups/runs/:id/stream': { to: 'VIEWER', path: `/api/backups/runs/${nothing}/stream`, status: 404 },
  'GET /api/backups/summary': { to: 'VIEWER', status: 200 },
  'GET /api/backups/targets': { to: 'VIEWER', status: 200 },
  'GET /api/backups/unprotected': { to: 'VIEWER', status: 200 },
  'GET /api/jobs': { to: 'VIEWER', status: 200 },
  'GET /api/jobs/:id': { to: 'VIEWER', path: `/api/jobs/${nothing}`, status: 404 },
  'GET /api/jobs/:id/output/:stream': { to: 'VIEWER', path: `/api/jobs/${nothing}/output/stdout`, status: 404 },
  'GET /api/jobs/:id/stream': { to: 'VIEWER', path: `/api/jobs/${nothing}/stream`, status: 404 },
  'GET /api/jobs/pending': { to: 'agent', path: `/api/jobs/pending?nodeId=web-1&claimId=${nothing}`, status: 200 },
  'GET /api/nodes': { to: 'VIEWER', status: 200 },
  'GET /api/nodes/:nodeId/activity': { to: 'VIEWER', path: '/api/nodes/web-1/activity', status: 200 },
  'GET /api/nodes/:nodeId/history': { to: 'VIEWER', path: '/api/nodes/web-1/history?range=1h', status: 200 },
  'GET /api/nodes/:nodeId/status': { to: 'VIEWER', path: '/api/nodes/web-1/status', status: 200 },
  'GET /api/nodes/history': { to: 'VIEWER', path: '/api/nodes/history?range=1h', status: 200 },
  'GET /api/nodes/sparks': { to: 'VIEWER', path: '/api/nodes/sparks?nodeIds=web-1', status: 200 },
  'GET /api/nodes/summary': { to: 'VIEWER', status: 200 },
  'GET /api/nodes/tags': { to: 'VIEWER', status: 200 },
  'DELETE /api/preset-sources/:id': { to: 'ADMIN', path: `/api/preset-sources/${nothing}`, status: 404 },
  'GET /api/preset-sources': { to: 'VIEWER', status: 200 },
  'GET /api/preset-sources/:id': { to: 'VIEWER', path: `/api/preset-sources/${nothing}`, status: 404 },
  'GET /api/preset-sources/:id/uses': { to: 'VIEWER', path: `/api/preset-sources/${nothing}/uses`, status: 404 },
  'POST /api/preset-sources': { to: 'ADMIN', body: presetSource, status: 201 },
  'POST /api/preset-sources/:id/sync': {
    to: 'ADMIN',
    path: `/api/preset-sources/${nothing}/sync`,
    body: {},
    status: 404,
  },
  'POST /api/preset-sources/:id/webhook': {
    to: 'ADMIN',
    path: `/api/preset-sources/${nothing}/webhook`,
    body: {},
    status: 404,
  },
  'POST /api/preset-sources/webhook/:token': {
    to: 'public',
    path: '/api/preset-sources/webhook/unknown',
    body: {},
    status: 404,
  },
  'PUT /api/preset-sources/:id': {
    to: 'ADMIN',
    path: `/api/preset-sources/${nothing}`,
    body: presetSource,
    status: 404,
  },
  'GET /api/presets': { to: 'VIEWER', status: 200 },
  'GET /api/presets/:name': { to: 'VIEWER', path: '/api/presets/system-facts', status: 200 },
  'GET /api/presets/:name/versions': { to: 'VIEWER', path: '/api/presets/system-facts/versions', status: 200 },
  'GET /api/presets/:name/versions/:version': {
    to: 'VIEWER',
    path: '/api/presets/system-facts/versions/0',
    status: 404,
  },
  'GET /api/presets/:name/diff': {
    to: 'VIEWER',
    path: '/api/presets/system-facts/diff?from=0&to=0',
    status: 200,
  },
  'GET /api/presets/:name/draft': { to: 'VIEWER', path: '/api/presets/system-facts/draft', status: 404 },
  'PUT /api/presets/:name/draft': {
    to: 'OPERATOR',
    // Of a built-in one, so that no call makes another one's draft stale.
    path: '/api/presets/system-facts/draft',
    body: { source: 'x', basedOn: 0 },
    status: 409,
  },
  'DELETE /api/presets/:name/draft': { to: 'OPERATOR', path: '/api/presets/no-such-preset/draft', status: 404 },
  'GET /api/presets/:name/uses': { to: 'VIEWER', path: '/api/presets/system-facts/uses', status: 200 },
  'POST /api/presets/:name/publish': {
    to: 'ADMIN',
    path: '/api/presets/no-such-preset/publish',
    body: { message: 'x' },
    status: 404,
  },
  'POST /api/presets/:name/retire': {
    to: 'ADMIN',
    path: '/api/presets/no-such-preset/retire',
    body: {},
    status: 404,
  },
  'GET /api/rollouts': { to: 'VIEWER', status: 200 },
  'GET /api/rollouts/:id': { to: 'VIEWER', path: `/api/rollouts/${nothing}`, status: 404 },
  'GET /api/rollouts/:id/archive.tar.gz': {
    to: 'VIEWER',
    path: `/api/rollouts/${nothing}/archive.tar.gz`,
    status: 404,
  },
  'GET /api/rollouts/:id/outputs': { to: 'VIEWER', path: `/api/rollouts/${nothing}/outputs`, status: 404 },
  'GET /api/rollouts/:id/outputs.ndjson': {
    to: 'VIEWER',
    path: `/api/rollouts/${nothing}/outputs.ndjson`,
    status: 404,
  },
  'GET /api/rollouts/:id/stream': { to: 'VIEWER', path: `/api/rollouts/${nothing}/stream`, status: 404 },
  'GET /api/rollouts/:id/targets': { to: 'VIEWER', path: `/api/rollouts/${nothing}/targets`, status: 404 },
  'GET /api/rollouts/:id/host-states': { to: 'VIEWER', path: `/api/rollouts/${nothing}/host-states`, status: 404 },
  'POST /api/rollouts': { to: 'OPERATOR', body: rollout, status: 200 },
  'POST /api/rollouts/:id/pause': { to: 'OPERATOR', path: `/api/rollouts/${nothing}/pause`, body: {}, status: 404 },
  'POST /api/rollouts/:id/resume': { to: 'OPERATOR', path: `/api/rollouts/${nothing}/resume`, body: {}, status: 404 },
  'POST /api/rollouts/:id/abort': { to: 'OPERATOR', path: `/api/rollouts/${nothing}/abort`, body: {}, status: 404 },
  'POST /api/rollouts/:id/retry': {
    to: 'OPERATOR',
    path: `/api/rollouts/${nothing}/retry`,
    body: { states: ['FAILED'] },
    status: 404,
  },
  'GET /api/settings': { to: 'ADMIN', status: 200 },
  'GET /api/stream/jobs': { to: 'VIEWER', path: `/api/stream/jobs?ids=${nothing}`, status: 404 },
  'GET /api/stream/nodes': { to: 'VIEWER', status: 200 },
  'GET /api/tokens': { to: 'ADMIN', status: 200 },
  'GET /api/users': { to: 'ADMIN', status: 200 },
  'GET /api/users/invitations': { to: 'ADMIN', status: 200 },
  'GET /healthz': { to: 'public', status: 200 },
  'GET /metrics': { to: 'this host', status: 200 },
  'GET /readyz': { to: 'public', status: 200 },
  'PATCH /api/backups/policies/:id': {
    to: 'ADMIN',
    path: `/api/backups/policies/${nothing}`,
    body: {},
    status: 404,
  },
  'PATCH /api/nodes/:nodeId': { to: 'ADMIN', path: '/api/nodes/no-such-node', body: { tags: [] }, status: 404 },
  'PATCH /api/settings': { to: 'ADMIN', body: {}, status: 200 },
  'PATCH /api/users/:id': { to: 'ADMIN', path: `/api/users/${nothing}`, body: {}, status: 404 },
  'POST /api/alerts/channels': { to: 'ADMIN', body: channel, status: 201 },
  'POST /api/alerts/channels/:id/test': { to: 'ADMIN', path: `/api/alerts/channels/${nothing}/test`, status: 404 },
  'POST /api/alerts/deliveries/:id/resend': {
    to: 'ADMIN',
    path: `/api/alerts/deliveries/${nothing}/resend`,
    status: 404,
  },
  'POST /api/auth/login': { to: 'public', body: {}, status: 400 },
  'POST /api/auth/logout': { to: 'VIEWER', status: 204 },
  'POST /api/auth/password': {
    to: 'VIEWER',
    body: { current: 'not the password', next: 'a long enough password' },
    status: 400,
  },
  'POST /api/auth/register': { to: 'public', body: {}, status: 400 },
  'POST /api/backups/policies': { to: 'ADMIN', body: { ...policy, nodeId: 'no-such-node' }, status: 404 },
  'POST /api/backups/policies/:id/accept-repository': {
    to: 'ADMIN',
    path: `/api/backups/policies/${nothing}/accept-repository`,
    body: {},
    status: 404,
  },
  'POST /api/backups/policies/:id/run': {
    to: 'OPERATOR',
    path: `/api/backups/policies/${nothing}/run`,
    body: {},
    status: 404,
  },
  'POST /api/backups/policies/:id/snapshots/refresh': {
    to: 'OPERATOR',
    path: `/api/backups/policies/${nothing}/snapshots/refresh`,
    body: {},
    status: 404,
  },
  'POST /api/backups/restores': {
    to: 'OPERATOR',
    body: { policyId: nothing, snapshotId: '0123abcd', targetPath: '/restored' },
    status: 404,
  },
  'POST /api/backups/runs/:id/cancel': {
    to: 'OPERATOR',
    path: `/api/backups/runs/${nothing}/cancel`,
    status: 404,
  },
  'POST /api/backups/schedules/preview': { to: 'VIEWER', body: { schedule: '0 3 * * *' }, status: 200 },
  'POST /api/jobs': {
    to: 'OPERATOR',
    body: { nodeId: 'no-such-node', preset: 'system-facts', variables: {} },
    status: 404,
  },
  'POST /api/jobs/:id/cancel': { to: 'OPERATOR', path: `/api/jobs/${nothing}/cancel`, status: 404 },
  'POST /api/jobs/:id/complete': {
    to: 'agent',
    path: `/api/jobs/${nothing}/complete`,
    body: { attempt: 1, exitCode: 0, stdoutBytes: 0, stderrBytes: 0 },
    status: 404,
  },
  'POST /api/jobs/:id/output': {
    to: 'agent',
    path: `/api/jobs/${nothing}/output`,
    body: { attempt: 1, chunks: [] },
    status: 404,
  },
  'POST /api/nodes/heartbeat': {
    to: 'agent',
    body: {
      nodeId: 'web-1',
      hostname: 'web-1',
      intervalSeconds: 15,
      metrics: { cpuPct: 1, memPct: 1, diskPct: 1 },
    },
    status: 202,
  },
  // Of a preset that is not there.
  'POST /api/presets/:name/test': {
    to: 'ADMIN',
    path: '/api/presets/none/test',
    body: { nodeIds: ['web-1'] },
    status: 404,
  },
  'POST /api/presets/lint': { to: 'OPERATOR', body: { source: 'echo' }, status: 200 },
  'POST /api/presets/:name/render': {
    to: 'VIEWER',
    path: '/api/presets/system-facts/render',
    body: { variables: {} },
    status: 200,
  },
  'POST /api/tokens': { to: 'ADMIN', body: { name: 'x', nodeId: 'web-1' }, status: 201 },
  'POST /api/users/invitations': {
    to: 'ADMIN',
    body: { email: 'admin@example.com', role: 'VIEWER' },
    status: 409,
  },
  'PUT /api/alerts/channels/:id': {
    to: 'ADMIN',
    path: `/api/alerts/channels/${nothing}`,
    body: channel,
    status: 404,
  },
  'PUT /api/backups/policies/:id': {
    to: 'ADMIN',
    path: `/api/backups/policies/${nothing}`,
    body: policy,
    status: 404,
  },
};

const entries = Object.entries(calls).map(([route, call]) => {
  const [method = '', path = ''] = route.split(' ');
  return { route, method, ...call, path: call.path ?? path };
});

const account = { password: 'a long enough password' };

describe('every route', () => {
  let server: TestServer;
  let agent: string;
  const sessions = new Map<Role, string>();
  let addresses = 0;

  /** Each call comes from an address of its own, so that none meets the limits of the others. */
  const nextAddress = (): string => `192.0.2.${++addresses % 256}`;

  /** A caller from outside, except where only this host may call: through a proxy it would be another one. */
  const send = async (
    { method, path, body, to }: (typeof entries)[number],
    headers: Record<string, string> = {},
  ): Promise<number> => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        ...(to !== 'this host' && { 'x-forwarded-for': nextAddress() }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    await response.body?.cancel();
    return response.status;
  };
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

  const signIn = async (role: Role): Promise<string> => {
    const email = `${role.toLowerCase()}@example.org`;
    const caller = new CallerAt(server.url, nextAddress());
    return (await caller.post<SignedIn>('/auth/login', { ...account, email })).body.token;
  };

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_TRUST_PROXY: 'true' });
    const node = await server.node('web-1');
    agent = node.token ?? '';
    for (const role of roles) {
      const email = `${role.toLowerCase()}@example.org`;
      const { body: invitation } = await server.admin.post<CreatedInvitation>('/users/invitations', { email, role });
      const caller = new CallerAt(server.url, nextAddress());
      await caller.post('/auth/register', { ...account, email, invitation: invitation.token });
      sessions.set(role, await signIn(role));
    }
  });
  afterAll(() => server.stop());

  it('is in this matrix, and the matrix has no other', () => {
    expect(Object.keys(calls).sort()).toEqual(routeInventory(server.app).map(({ route }) => route));
  });

  describe.each(entries)('$route', (call) => {
    const { to, status } = call;
    const forAll = to === 'public' || to === 'this host';

    it('to nobody', async () => {
      expect(await send(call)).toBe(forAll ? status : 401);
    });

    it('to a bearer of nonsense', async () => {
      for (const token of ['nonsense', `hbnt_abcdefgh${'x'.repeat(43)}`]) {
        expect(await send(call, bearer(token))).toBe(forAll ? status : 401);
      }
    });

    it('to an agent', async () => {
      expect(await send(call, bearer(agent))).toBe(forAll || to === 'agent' ? status : 403);
    });

    it.each(roles)('to a user with the role %s', async (role) => {
      const allowed = forAll || (to !== 'agent' && roles.indexOf(role) >= roles.indexOf(to));
      // Signing out would end the session that the other calls are made by.
      const token = call.route === 'POST /api/auth/logout' ? await signIn(role) : (sessions.get(role) ?? '');
      expect(await send(call, bearer(token))).toBe(allowed ? status : 403);
    });

    it('to a page of another site that makes an admin’s browser call it', async () => {
      const cookie = `${sessionCookie}=${sessions.get('ADMIN') ?? ''}; ${csrfCookie}=known`;
      const changes = call.method !== 'GET';
      const answer = await send(call, { cookie, origin: 'https://elsewhere.example' });
      if (forAll) expect(answer).toBe(status);
      else expect(answer).toBe(to === 'agent' || changes ? 403 : status);
    });

    it('to a page of another site that looks for it with OPTIONS', async () => {
      const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': call.method };
      const response = await fetch(`${server.url}${call.path}`, { method: 'OPTIONS', headers });
      expect(response.status).toBe(404);
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    });
  });
});
