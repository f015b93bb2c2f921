import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles, type CreatedInvitation, type Problem, type Role, type SignedIn } from '@hyprbox/contracts';
import { CallerAt } from '../../test/caller-at.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';

const nobody = '01999999-0000-7000-8000-000000000000';

/** Harmless calls of this part's routes: what is asked for does not exist, or changes nothing. */
const routes: [method: string, path: string, least: Role, body?: object][] = [
  ['GET', '/auth/me', 'VIEWER'],
  ['POST', '/auth/password', 'VIEWER', { current: 'wrong', next: 'a long enough password' }],
  ['GET', '/settings', 'ADMIN'],
  ['PATCH', '/settings', 'ADMIN', {}],
  ['GET', '/users', 'ADMIN'],
  ['PATCH', `/users/${nobody}`, 'ADMIN', {}],
  ['POST', '/users/invitations', 'ADMIN', { email: 'admin@example.com', role: 'VIEWER' }],
  ['GET', '/tokens', 'ADMIN'],
  ['POST', '/tokens', 'ADMIN', { name: 'x', nodeId: 'no-such-node' }],
  ['DELETE', `/tokens/${nobody}`, 'ADMIN'],
  ['GET', '/audit', 'ADMIN'],
  ['GET', '/audit/verify', 'ADMIN'],
  ['GET', '/audit/export', 'ADMIN'],
];

describe('access', () => {
  let server: TestServer;
  const tokens = new Map<Role, string>();

  const send = async (token: string | null, method: string, path: string, body?: unknown) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const caller = token === null ? server.anonymous : server.as(token);
    const response = await caller.fetch(path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    await response.body?.cancel();
    return response.status;
  };

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_TRUST_PROXY: 'true' });
    for (const role of roles) {
      const email = `${role.toLowerCase()}@example.com`;
      if (role === 'ADMIN') {
        tokens.set(role, server.admin.token ?? '');
        continue;
      }
      const { body } = await server.admin.post<CreatedInvitation>('/users/invitations', { email, role });
      const account = { email, password: 'a long enough password', invitation: body.token };
      tokens.set(role, (await server.anonymous.post<SignedIn>('/auth/register', account)).body.token);
    }
  });
  afterAll(() => server.stop());

  describe.each(routes)('%s %s', (method, path, least, body) => {
    it('is refused to strangers and to agents', async () => {
      const agent = await server.admin.post<{ token: string }>('/tokens', { name: 'agent' });
      expect(await send(null, method, path, body)).toBe(401);
      expect(await send(agent.body.token, method, path, body)).toBe(403);
    });

    it.each(roles)('goes by the role of %s', async (role) => {
      const status = await send(tokens.get(role) ?? '', method, path, body);
      if (roles.indexOf(role) < roles.indexOf(least)) expect(status).toBe(403);
      else expect([200, 201, 204, 400, 404, 409]).toContain(status);
    });
  });

  it('is refused to users where agents are meant', async () => {
    const beat = {
      nodeId: 'web-1',
      hostname: 'web-1',
      intervalSeconds: 15,
      metrics: { cpuPct: 1, memPct: 1, diskPct: 1 },
    };
    expect(await send(null, 'POST', '/nodes/heartbeat', beat)).toBe(401);
    expect(await send(tokens.get('ADMIN') ?? '', 'POST', '/nodes/heartbeat', beat)).toBe(403);
  });

  it('checks who calls, then what is sent, then whether it is allowed, then whether it exists', async () => {
    const viewer = tokens.get('VIEWER') ?? '';
    const [path, invalid, valid] = ['/nodes/no-such-node', { tags: 'none' }, { tags: [] }] as const;
    expect(await send(null, 'PATCH', path, invalid)).toBe(401);
    expect(await send(viewer, 'PATCH', path, invalid)).toBe(400);
    expect(await send(viewer, 'PATCH', path, valid)).toBe(403);
    expect(await send(tokens.get('ADMIN') ?? '', 'PATCH', path, valid)).toBe(404);
  });

  it('tells a stranger nothing of a broken body', async () => {
    const broken = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
    expect((await server.anonymous.fetch('/tokens', broken)).status).toBe(401);
    expect((await server.admin.fetch('/tokens', broken)).status).toBe(400);
  });

  it('refuses a stranger before the body is there', async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      'POST /api/nodes/heartbeat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{',
    );
    const [head] = await new Promise<[Buffer]>((resolve) => socket.once('data', (data) => resolve([data])));
    socket.destroy();
    expect(head.toString()).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('is the same for HEAD as for GET', async () => {
    expect(await send(null, 'HEAD', '/users')).toBe(401);
    expect(await send(tokens.get('VIEWER') ?? '', 'HEAD', '/users')).toBe(403);
  });

  it('answers an unknown address with 404 and leaves health open, whatever is sent along', async () => {
    expect(await send(null, 'GET', '/nothing')).toBe(404);
    const health = await fetch(`${server.url}/healthz`, {
      headers: { authorization: 'Bearer nonsense', cookie: 'hb_token=x' },
    });
    expect(await health.json()).toEqual({ status: 'ok' });
  });

  it('counts refused calls by their address, and refuses more than 300 a minute at once', async () => {
    const guesser = new CallerAt(server.url, '192.0.2.1', `hbnt_abcdefgh${'x'.repeat(43)}`);
    const statuses = await Promise.all(Array.from({ length: 301 }, async () => (await guesser.get('/users')).status));
    expect(statuses.filter((status) => status === 401)).toHaveLength(300);
    const { status, headers, body } = await guesser.get<Problem>('/users');
    expect(status).toBe(429);
    expect(body.code).toBe('TOO_MANY_REQUESTS');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await new CallerAt(server.url, '192.0.2.2', tokens.get('VIEWER') ?? '').get('/auth/me')).status).toBe(200);
  });

  it('counts a user wherever the calls come from: 1,200 a minute', async () => {
    const { body } = await server.admin.post<CreatedInvitation>('/users/invitations', {
      email: 'busy@example.com',
      role: 'VIEWER',
    });
    const account = { email: 'busy@example.com', password: 'a long enough password', invitation: body.token };
    const { token } = (await new CallerAt(server.url, '192.0.2.3').post<SignedIn>('/auth/register', account)).body;
    const statuses: number[] = [];
    for (let round = 0; round < 13; round += 1) {
      const caller = new CallerAt(server.url, `192.0.2.${10 + round}`, token);
      statuses.push(
        ...(await Promise.all(Array.from({ length: 100 }, async () => (await caller.get('/auth/me')).status))),
      );
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(1_200);
    expect(statuses.filter((status) => status === 429)).toHaveLength(100);
  });
});
