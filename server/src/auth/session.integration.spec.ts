import { eventually } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Problem, SignedIn } from '@hyprbox/contracts';
import { Browser } from '../../test/browser.js';
import { CallerAt } from '../../test/caller-at.js';
import { databaseCable } from '../../test/database-cable.js';
import { startReplica, type Replica } from '../../test/replica.js';
import { admin, startTestServer, type TestServer } from '../../test/test-server.js';

const environment = { HYPRBOX_TRUST_PROXY: 'true', HYPRBOX_JWT_SECRET: 'a secret that all replicas share' };

describe('a session', () => {
  let server: TestServer;
  let replica: Replica;
  let addresses = 0;
  let browser: Browser;

  const newBrowser = (): Browser => new Browser(server.url, { 'x-forwarded-for': `203.0.113.${++addresses}` });
  const login = async (who = admin): Promise<SignedIn> =>
    (await new CallerAt(server.url, `203.0.113.${++addresses}`).post<SignedIn>('/auth/login', who)).body;
  const invited = async (email: string): Promise<SignedIn & { password: string }> => {
    const password = 'a long enough password';
    const { body } = await server.admin.post<{ token: string }>('/users/invitations', { email, role: 'VIEWER' });
    const registered = await new CallerAt(server.url, `203.0.113.${++addresses}`).post<SignedIn>('/auth/register', {
      email,
      password,
      invitation: body.token,
    });
    return { ...registered.body, password };
  };

  beforeAll(async () => {
    server = await startTestServer(environment);
    replica = await startReplica(server.database.url, environment);
  });
  afterAll(async () => {
    await replica[Symbol.asyncDispose]();
    await server.stop();
  });
  beforeEach(async () => {
    browser = newBrowser();
    await browser.post('/auth/login', { body: admin });
  });

  it('is taken from the cookie or the header', async () => {
    expect((await browser.get('/auth/me')).status).toBe(200);
    const { token } = await login();
    expect((await server.as(token).get('/auth/me')).body).toMatchObject({ email: admin.email });
  });

  it('that has run out ends its open streams, though nobody says so', async () => {
    const { token } = await login();
    const stream = await server.as(token).fetch('/stream/nodes');
    const ended = stream.text();
    await server.app
      .get(DataSource)
      .query('UPDATE sessions SET expires_at = now() WHERE id = $1', [sessionIdOf(token)]);
    expect(await ended).toContain('retry:');
  });

  it.each([
    ['no token', 'Bearer'],
    ['another scheme', 'Basic YTpi'],
    ['no JWT', 'Bearer nonsense'],
    ['a node token that does not exist', `Bearer hbnt_abcdefgh${'x'.repeat(43)}`],
  ])('is refused with a header that holds %s, also beside a good cookie', async (_, authorization) => {
    const { status, headers, body } = await browser.get<Problem>('/auth/me', { headers: { authorization } });
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(['none', 'HS512'])('is refused with a token whose algorithm is %s', async (alg) => {
    const { token } = await login();
    const [, payload = '', signature = ''] = token.split('.');
    const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');
    for (const forged of [`${header}.${payload}.`, `${header}.${payload}.${signature}`]) {
      expect((await server.as(forged).get('/auth/me')).status).toBe(401);
    }
  });

  it('is refused when the header and the cookie name different users, and fine when they name one', async () => {
    const other = await invited('other@example.com');
    const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
    expect((await browser.get('/auth/me', bearer(other.token))).status).toBe(401);
    expect((await browser.get('/auth/me', bearer((await login()).token))).status).toBe(200);
    const node = await server.admin.post<{ token: string }>('/tokens', { name: 'agent' });
    expect((await browser.get('/auth/me', bearer(node.body.token))).status).toBe(401);
  });

  describe('in a browser', () => {
    it('needs the CSRF token and an Origin of our own to change something', async () => {
      const password = { body: { current: 'wrong', next: 'a new password for it' } };
      const change = (headers: Record<string, string>) =>
        browser.post<Problem>('/auth/password', { ...password, headers });
      expect((await change({ 'x-xsrf-token': '' })).status).toBe(403);
      expect((await change({ 'x-xsrf-token': 'guess' })).status).toBe(403);
      expect((await change({ origin: 'https://evil.example' })).status).toBe(403);
      // Passes both, and is refused for the password.
      expect((await change({ origin: new URL(server.url).origin })).body.code).toBe('WRONG_PASSWORD');
    });

    it('needs neither with a Bearer header', async () => {
      const { token } = await login();
      const { status } = await new Browser(server.url, {
        authorization: `Bearer ${token}`,
        origin: 'https://evil.example',
      }).post('/auth/logout');
      expect(status).toBe(204);
    });

    it('gets a new CSRF cookie with /me when it has lost it', async () => {
      const before = browser.cookies.get('XSRF-TOKEN');
      await browser.get('/auth/me');
      expect(browser.setCookies).toEqual([]);
      browser.cookies.delete('XSRF-TOKEN');
      await browser.get('/auth/me');
      expect(browser.cookies.get('XSRF-TOKEN')).toMatch(/^[\w-]{32}$/);
      expect(browser.cookies.get('XSRF-TOKEN')).not.toBe(before);
      expect((await browser.post('/auth/logout')).status).toBe(204);
    });

    it('loses the session’s cookies when it signs out', async () => {
      await browser.post('/auth/logout');
      expect([...browser.cookies.keys()]).toEqual(['XSRF-TOKEN']);
      expect(browser.setCookies).toHaveLength(2);
    });
  });

  it('ends on every replica by signing out', async () => {
    const { token } = await login();
    const elsewhere = new CallerAt(replica.url, '203.0.113.250', token);
    expect((await elsewhere.get('/auth/me')).status).toBe(200);
    expect((await server.as(token).post('/auth/logout')).status).toBe(204);
    expect((await server.as(token).get('/auth/me')).status).toBe(401);
    await eventually(async () => (await elsewhere.get('/auth/me')).status === 401);
    const audit = await server.admin.get<{ items: unknown[] }>('/audit?limit=1');
    expect(audit.body.items).toMatchObject([{ action: 'auth.logout', actor: { type: 'user', name: admin.email } }]);
  });

  it('is answered with 503 while the database is away, and works again afterwards', async () => {
    await using cable = await databaseCable(server.database.url);
    await using cut = await startReplica(cable.url, environment);
    const caller = new CallerAt(cut.url, '203.0.113.248', (await login()).token);
    expect((await caller.get('/auth/me')).status).toBe(200);
    cable.pull();
    await eventually(async () => (await caller.get('/auth/me')).status === 503);
    expect((await caller.get('/auth/me')).headers.get('retry-after')).toBe('2');
    expect((await caller.post('/auth/login', admin)).status).toBe(503);
    expect((await fetch(`${cut.url}/healthz`)).status).toBe(200);
    cable.plug();
    await eventually(async () => (await caller.get('/auth/me')).status === 200);
  });

  describe('and a new password', () => {
    it('ends the other sessions, keeps this one, and is the one to sign in with', async () => {
      const { password: current, user, token } = await invited('changes@example.com');
      const other = await login({ email: user.email, password: current });
      const next = 'another long password';
      const { status } = await server.as(token).post('/auth/password', { current, next });
      expect(status).toBe(204);
      expect((await server.as(token).get('/auth/me')).status).toBe(200);
      expect((await server.as(other.token).get('/auth/me')).status).toBe(401);
      const elsewhere = new CallerAt(replica.url, '203.0.113.249', other.token);
      await eventually(async () => (await elsewhere.get('/auth/me')).status === 401);
      expect((await login({ email: user.email, password: next })).token).toEqual(expect.any(String));
      expect((await login({ email: user.email, password: current })).token).toBeUndefined();
      const audit = await server.admin.get<{ items: unknown[] }>('/audit?action=auth.password');
      expect(audit.body.items).toMatchObject([{ actor: { id: user.id }, details: { endedSessions: 1 } }]);
      expect(JSON.stringify(audit.body)).not.toContain(next);
    });

    it('is refused with the wrong current password, and when it is too short or too long', async () => {
      const caller = server.as((await login()).token);
      const change = (current: string, next: string) => caller.post<Problem>('/auth/password', { current, next });
      expect((await change('wrong', 'another long password')).body).toMatchObject({
        status: 400,
        errors: [{ pointer: '/current' }],
      });
      expect((await change(admin.password, 'short')).body).toMatchObject({
        status: 400,
        errors: [{ pointer: '/next' }],
      });
      expect((await change(admin.password, 'x'.repeat(73))).status).toBe(400);
    });
  });
});

function sessionIdOf(token: string): string {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  // Made by the server a moment ago.
  return (JSON.parse(claims) as { sid: string }).sid;
}
