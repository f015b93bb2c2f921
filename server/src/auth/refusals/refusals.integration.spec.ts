import { createTestDatabase, eventually, type TestDatabase } from '@hyprbox/testing';
import type { AuditEvent, CreatedInvitation, Page, SignedIn } from '@hyprbox/contracts';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { CallerAt } from '../../../test/caller-at.js';
import { startReplica, type Replica } from '../../../test/replica.js';
import { startTestServer, type Caller, type TestServer } from '../../../test/test-server.js';

type Line = Record<string, unknown> & { security?: string };

const password = 'a long enough password';

const lines: Line[] = [];
const stream = { write: (text: string) => lines.push(JSON.parse(text) as Line) };
// One for all: the log of a process is that of its first server.
const logger = pino({ level: 'info' }, stream);

describe('a call that is refused', () => {
  let server: TestServer;
  let viewer: SignedIn;
  let addresses = 0;

  const at = (address: string, token: string | null = null): Caller => new CallerAt(server.url, address, token);
  const stranger = (): { address: string; caller: Caller } => {
    const address = `203.0.113.${++addresses}`;
    return { address, caller: at(address) };
  };
  const events = async (action: string, kind: string): Promise<AuditEvent[]> => {
    const { body } = await server.admin.get<Page<AuditEvent>>(`/audit?limit=100&action=${action}`);
    return body.items.filter(({ details }) => details['kind'] === kind);
  };
  const event = (action: string, kind: string, name: string): Promise<AuditEvent> =>
    eventually(async () => (await events(action, kind)).find(({ actor }) => actor.name === name));
  const line = (security: string, address: string): Promise<Line> =>
    eventually(async () => lines.find((line) => line.security === security && line['address'] === address));

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_TRUST_PROXY: 'true' }, logger);
    const email = 'viewer@example.com';
    const invited = await server.admin.post<CreatedInvitation>('/users/invitations', { email, role: 'VIEWER' });
    const request = { email, password, invitation: invited.body.token };
    viewer = (await stranger().caller.post<SignedIn>('/auth/register', request)).body;
  });
  afterAll(() => server.stop());

  it('for want of a permission is in the trail, with who, from where and what', async () => {
    expect((await at('203.0.113.200', viewer.token).get('/audit')).status).toBe(403);
    expect(await event('auth.refused', 'permission', 'viewer@example.com')).toMatchObject({
      actor: { type: 'user', id: viewer.user.id },
      target: { type: 'user', id: viewer.user.id },
      ip: '203.0.113.200',
      outcome: 'failure',
      details: { kind: 'permission', method: 'GET', route: '/api/audit' },
    });
  });

  it.each([
    ['forgery', {}],
    ['origin', { 'x-xsrf-token': 'same', origin: 'https://evil.example' }],
  ])('for its %s is in the trail of the account whose cookie came along', async (kind, headers) => {
    const cookie = `hb_token=${viewer.token}; XSRF-TOKEN=same`;
    const answer = await server.anonymous.fetch('/auth/logout', { method: 'POST', headers: { cookie, ...headers } });
    expect(answer.status).toBe(403);
    await event('auth.refused', kind, 'viewer@example.com');
  });

  it('for a wrong current password is in the trail once', async () => {
    const body = { current: 'not the password', next: 'another long password' };
    expect((await at('203.0.113.201', viewer.token).post('/auth/password', body)).status).toBe(400);
    const { body: page } = await server.admin.get<Page<AuditEvent>>('/audit?action=auth.password.refused');
    expect(page.items).toMatchObject([{ actor: { name: 'viewer@example.com' }, outcome: 'failure' }]);
    expect(await events('auth.refused', 'password')).toEqual([]);
  });

  it('for an invitation that is withdrawn or wrong is in the trail if the address is known', async () => {
    const email = 'invited@example.com';
    const { body } = await server.admin.post<CreatedInvitation>('/users/invitations', { email, role: 'ADMIN' });
    await server.admin.delete(`/users/invitations/${body.id}`);
    const withdrawn = { email, password, invitation: body.token };
    expect((await stranger().caller.post('/auth/register', withdrawn)).status).toBe(403);
    expect(await event('auth.register.refused', 'invitation', email)).toMatchObject({
      actor: { type: 'anonymous', id: null },
      outcome: 'failure',
    });
    const wrong = { email: 'viewer@example.com', password, invitation: 'made-up' };
    expect((await stranger().caller.post('/auth/register', wrong)).status).toBe(403);
    const { target } = await event('auth.register.refused', 'invitation', 'viewer@example.com');
    expect(target).toEqual({ type: 'user', id: viewer.user.id });
  });

  it('for an invitation of an address that nobody has is in the log', async () => {
    const { address, caller } = stranger();
    const body = { email: 'nobody@example.com', password, invitation: 'a-secret-of-somebody' };
    expect((await caller.post('/auth/register', body)).status).toBe(403);
    expect(await line('invitation', address)).toMatchObject({ method: 'POST', route: '/api/auth/register' });
    expect(JSON.stringify(lines)).not.toContain('a-secret-of-somebody');
  });

  it('while sign-in is locked is in the trail of its account', async () => {
    const { caller } = stranger();
    for (let failures = 0; failures < 6; failures++) {
      await caller.post('/auth/login', { email: 'viewer@example.com', password: 'not the password' });
    }
    expect(await event('auth.refused', 'lock-out', 'viewer@example.com')).toMatchObject({
      actor: { type: 'anonymous' },
      target: { type: 'user', id: viewer.user.id },
    });
  });

  it('for too many sign-ins is in the log', async () => {
    const { address, caller } = stranger();
    const body = { email: 'nobody@example.com' };
    for (let calls = 0; calls < 11; calls++) await caller.post('/auth/login', body);
    await line('rate-limit', address);
  });

  it('for a session that is none, a foreign origin of a sign-in or a wrong node token is in the log', async () => {
    const { address } = stranger();
    expect((await at(address, 'no session').get('/nodes')).status).toBe(401);
    await line('session', address);
    const login = { method: 'POST', body: JSON.stringify({ email: 'a@example.com', password }) };
    const headers = { origin: 'https://evil.example', 'content-type': 'application/json' };
    expect((await at(address).fetch('/auth/login', { ...login, headers })).status).toBe(403);
    await line('origin', address);
    const token = `hbnt_abcdefgh_${'x'.repeat(43)}`;
    expect((await at(address, token).post('/nodes/heartbeat', { nodeId: 'web-1' })).status).toBe(401);
    await line('node-token', address);
    expect(JSON.stringify(lines)).not.toContain(token);
  });

  it('for the token of another node is in the trail of the node that has it', async () => {
    const agent = await server.node('web-1');
    const metrics = { cpuPct: 1, memPct: 2, diskPct: 3 };
    const beat = { nodeId: 'web-2', hostname: 'web-2', intervalSeconds: 15, metrics };
    expect((await agent.post('/nodes/heartbeat', beat)).status).toBe(403);
    expect(await event('auth.refused', 'node-token', 'web-1')).toMatchObject({ actor: { type: 'node', id: 'web-1' } });
  });

  it('without any credential is not told: it has not tried to get in', async () => {
    const { address, caller } = stranger();
    expect((await caller.get('/nodes')).status).toBe(401);
    await at(address, 'no session').get('/nodes');
    await line('session', address);
    expect(lines.filter((line) => line.security && line['address'] === address)).toHaveLength(1);
  });

  it('is counted by kind', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    for (const kind of [
      'permission',
      'forgery',
      'origin',
      'invitation',
      'lock-out',
      'session',
      'node-token',
      'sign-in',
    ])
      expect(text).toMatch(new RegExp(`^hyprbox_refused_total\\{kind="${kind}"\\} [1-9]`, 'm'));
    expect(text).toContain('hyprbox_refused_total{kind="setup-code"} 0');
  });
});

describe('a thousand calls that are refused', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await startTestServer({ HYPRBOX_TRUST_PROXY: 'true' });
  });
  afterEach(() => server.stop());

  it('make a few events, and one that counts the others', async () => {
    const environment = { HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them' };
    const replica = await startReplica(server.database.url, environment);
    const cookie = `hb_token=${server.admin.token}`;
    const call = (): Promise<Response> =>
      fetch(`${replica.url}/api/auth/logout`, { method: 'POST', headers: { cookie } });
    for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 50 }, call));
    await replica[Symbol.asyncDispose]();
    const { body } = await server.admin.get<Page<AuditEvent>>('/audit?limit=100&action=auth.refused');
    expect(body.items).toHaveLength(6);
    expect(body.items.map(({ details }) => details['furtherCalls'] ?? 1)).toEqual(
      expect.arrayContaining([995, 1, 1, 1, 1, 1]),
    );
  });
});

describe('a wrong setup code', () => {
  let database: TestDatabase;
  let replica: Replica;

  beforeEach(async () => {
    database = await createTestDatabase(inject('postgres'));
    const environment = { HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them', HYPRBOX_TRUST_PROXY: 'true' };
    replica = await startReplica(database.url, environment, logger);
  });
  afterEach(async () => {
    await replica[Symbol.asyncDispose]();
    await database.drop();
  });

  it('is in the log, as there is no account yet', async () => {
    const body = { email: 'first@example.com', password, setupCode: 'AAAAA-BBBBB' };
    expect((await new CallerAt(replica.url, '203.0.113.9').post('/auth/register', body)).status).toBe(403);
    await eventually(async () => lines.some((line) => line.security === 'setup-code'));
    expect(lines).toContainEqual(expect.objectContaining({ security: 'setup-code', address: '203.0.113.9' }));
    expect(JSON.stringify(lines)).not.toContain('AAAAA-BBBBB');
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    expect((await client.query('SELECT action FROM audit_events')).rows).toEqual([]);
    await client.end();
  });
});
