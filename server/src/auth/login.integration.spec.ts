import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEvent, Page, Problem, SignedIn } from '@hyprbox/contracts';
import { Browser } from '../../test/browser.js';
import { CallerAt } from '../../test/caller-at.js';
import { admin, startTestServer, type TestServer } from '../../test/test-server.js';

describe('POST /api/auth/login', () => {
  let server: TestServer;
  let addresses = 0;
  /** From a new address each time, whose limits nobody else uses up. */
  const stranger = (): CallerAt => new CallerAt(server.url, `203.0.113.${++addresses}`);

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_TRUST_PROXY: 'true' });
  });
  afterAll(() => server.stop());

  it('answers with the user, a token that works, and its end in seven days', async () => {
    const { status, body } = await stranger().post<SignedIn>('/auth/login', admin);
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ email: admin.email, name: 'admin', role: 'ADMIN' });
    expect(Object.keys(body.user).sort()).toEqual(['email', 'id', 'name', 'role']);
    expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(6.9 * 24 * 3600 * 1000);
    const me = await server.as(body.token).get('/auth/me');
    expect(me).toMatchObject({ status: 200, body: body.user });
  });

  it('takes the address in any case, with spaces around it', async () => {
    const { status } = await stranger().post('/auth/login', { ...admin, email: ' Admin@Example.COM ' });
    expect(status).toBe(200);
  });

  it('sets a session cookie that no script can read and a CSRF cookie that scripts can', async () => {
    const browser = new Browser(server.url, { 'x-forwarded-for': '198.51.100.1' });
    await browser.post('/auth/login', { body: admin });
    const session = browser.setCookies.find((cookie) => cookie.startsWith('hb_token='));
    const csrf = browser.setCookies.find((cookie) => cookie.startsWith('XSRF-TOKEN='));
    expect(session).toMatch(/; Path=\/(;|$)/);
    expect(session).toMatch(/; HttpOnly(;|$)/);
    expect(session).toMatch(/; SameSite=Strict(;|$)/);
    expect(session).toMatch(/; Max-Age=60\d{4}(;|$)/);
    expect(session).not.toMatch(/Secure/);
    expect(csrf).not.toMatch(/HttpOnly/);
    expect(csrf).toMatch(/SameSite=Strict/);
  });

  it('marks the cookies as Secure when the browser came over HTTPS', async () => {
    const browser = new Browser(server.url, { 'x-forwarded-for': '198.51.100.2', 'x-forwarded-proto': 'https' });
    await browser.post('/auth/login', { body: admin });
    expect(browser.setCookies).toHaveLength(3);
    for (const cookie of browser.setCookies) expect(cookie).toMatch(/; Secure(;|$)/);
  });

  it('keeps a browser signed in to two servers on two ports of one host, and out of the one it signs out of', async () => {
    await using other = await startTestServer({ HYPRBOX_TRUST_PROXY: 'true' });
    const cookies = new Map<string, string>();
    const [here, there] = [server, other].map(({ url }, at) => {
      return new Browser(url, { 'x-forwarded-for': `198.51.100.${10 + at}` }, cookies);
    });
    const statuses = async (): Promise<unknown[]> => [
      (await here?.get('/auth/me'))?.status,
      (await there?.get('/auth/me'))?.status,
    ];
    await here?.post('/auth/login', { body: admin });
    await there?.post('/auth/login', { body: admin });
    expect(await statuses()).toEqual([200, 200]);
    expect((await there?.post('/auth/logout'))?.status).toBe(204);
    expect(await statuses()).toEqual([200, 401]);
    expect((await here?.post('/auth/logout'))?.status).toBe(204);
    expect(await statuses()).toEqual([401, 401]);
  });

  it('says the same of an unknown account and a wrong password', async () => {
    const unknown = await stranger().post<Problem>('/auth/login', { email: 'who@example.com', password: 'guess' });
    const wrong = await stranger().post<Problem>('/auth/login', { email: admin.email, password: 'guess' });
    expect(unknown.status).toBe(401);
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
    expect(unknown.headers.getSetCookie()).toEqual([]);
  });

  it.each([
    ['a password over 72 bytes', { email: admin.email, password: 'é'.repeat(37) }],
    ['an empty password', { email: admin.email, password: '' }],
    ['a NUL', { email: admin.email, password: 'a\0b' }],
    ['no address', { password: 'guess' }],
    ['a number as address', { email: 1, password: 'guess' }],
    ['half a surrogate pair in the address', { email: '\ud800@example.com', password: 'guess' }],
    ['an unknown field', { ...admin, role: 'ADMIN' }],
  ])('refuses %s with 400', async (_, body) => {
    expect((await stranger().post<Problem>('/auth/login', body)).status).toBe(400);
  });

  it('refuses a page of another origin, and takes the own one', async () => {
    const from = (origin: string) =>
      new Browser(server.url, { 'x-forwarded-for': `192.0.2.${++addresses}`, origin }).post('/auth/login', {
        body: admin,
      });
    expect((await from('https://evil.example')).status).toBe(403);
    expect((await from('null')).status).toBe(403);
    expect((await from(new URL(server.url).origin)).status).toBe(200);
  });

  it('locks the pair of account and address from the fifth failure on, for longer each time, and nobody else', async () => {
    const guesser = stranger();
    const guess = () => guesser.post<Problem>('/auth/login', { email: admin.email, password: 'guess' });
    for (let i = 1; i <= 4; i += 1) expect((await guess()).status).toBe(401);
    const waits: number[] = [];
    for (let i = 5; i <= 8; i += 1) {
      const { status, headers, body } = await guess();
      expect(status).toBe(429);
      expect(body.code).toBe('TOO_MANY_REQUESTS');
      waits.push(Number(headers.get('retry-after')));
    }
    expect(waits).toEqual([30, 60, 120, 240]);
    expect((await guesser.post('/auth/login', admin)).status).toBe(429);
    expect((await stranger().post('/auth/login', admin)).status).toBe(200);
    const other = await guesser.post('/auth/login', { email: 'other@example.com', password: 'guess' });
    expect(other.status).toBe(401);
  });

  it('counts only failures in a row', async () => {
    const caller = stranger();
    const guess = () => caller.post('/auth/login', { email: admin.email, password: 'guess' });
    for (let i = 1; i <= 4; i += 1) await guess();
    expect((await caller.post('/auth/login', admin)).status).toBe(200);
    expect((await guess()).status).toBe(401);
  });

  it('takes ten calls a minute from an address and refuses the eleventh at once', async () => {
    const caller = stranger();
    for (let i = 1; i <= 10; i += 1) expect((await caller.post('/auth/login', {})).status).toBe(400);
    const { status, headers } = await caller.post('/auth/login', admin);
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });

  it('records who signed in, and what was tried in vain', async () => {
    const caller = stranger();
    await caller.post('/auth/login', { email: 'nobody@example.com', password: 'guess' });
    const { body } = await caller.post<SignedIn>('/auth/login', admin);
    const [success, failure] = (await server.admin.get<Page<AuditEvent>>('/audit?limit=2')).body.items;
    expect(success).toMatchObject({
      action: 'auth.login',
      outcome: 'success',
      actor: { type: 'user', id: body.user.id, name: admin.email },
      ip: `203.0.113.${addresses}`,
    });
    expect(failure).toMatchObject({
      action: 'auth.login.failed',
      outcome: 'failure',
      actor: { type: 'anonymous', id: null, name: 'nobody@example.com' },
    });
    expect(JSON.stringify([success, failure])).not.toContain('guess');
  });
});
