import { createTestDatabase, type TestDatabase } from '@hyprbox/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { CreatedInvitation, Problem, Role, SignedIn } from '@hyprbox/contracts';
import pg from 'pg';
import { CallerAt } from '../../test/caller-at.js';
import { collide } from '../../test/collision.js';
import { startReplica, type Replica } from '../../test/replica.js';
import { admin } from '../../test/test-server.js';
import { SetupCode } from './setup-code.js';

const environment = { HYPRBOX_TRUST_PROXY: 'true', HYPRBOX_JWT_SECRET: 'a secret that all replicas share' };
const password = 'a long enough password';

describe('POST /api/auth/register', () => {
  let database: TestDatabase;
  let server: Replica;
  let addresses = 0;

  const register = (body: object, url = server.url) =>
    new CallerAt(url, `203.0.113.${++addresses}`).post<SignedIn & Problem>('/auth/register', body);
  const setupCode = async (): Promise<string> => (await server.app.get(SetupCode).issue()) ?? '';
  const emails = async (): Promise<string[]> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ email: string }>('SELECT email FROM users ORDER BY id');
    await client.end();
    return rows.map(({ email }) => email);
  };

  /** Nobody has an account, and nothing has been recorded: as in a database of its own, which takes a second to make. */
  const forgetAccounts = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    // Without the triggers that keep the trail, and without a look at who refers to whom.
    await client.query('SET session_replication_role = replica');
    for (const table of ['sessions', 'invitations', 'audit_events', 'users'])
      await client.query(`DELETE FROM ${table}`);
    await client.end();
  };

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgres'));
    server = await startReplica(database.url, environment);
  });
  afterEach(forgetAccounts);
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await database.drop();
  });

  describe('of the first account', () => {
    it('makes an admin with the code from the boot, signs in, and is recorded', async () => {
      const { status, body, headers } = await register({
        email: 'First@Example.com',
        password,
        setupCode: await setupCode(),
      });
      expect(status).toBe(201);
      expect(body.user).toMatchObject({ email: 'first@example.com', name: 'first', role: 'ADMIN' });
      expect(headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual([
        'hb_token',
        'XSRF-TOKEN',
        `hb_token_${new URL(server.url).port}`,
      ]);
      const audit = await new CallerAt(server.url, '203.0.113.250', body.token).get<{ items: unknown[] }>('/audit');
      expect(audit.body.items).toMatchObject([
        { action: 'auth.register', actor: { type: 'user', name: 'first@example.com' }, details: { by: 'setup code' } },
      ]);
      expect(await server.app.get(SetupCode).issue()).toBeNull();
    });

    it('takes no password that others try first, and says why', async () => {
      const code = await setupCode();
      for (const guessed of ['password1234', 'abcabcabcabcabc', 'someone@example.com']) {
        const { status, body } = await register({ email: 'someone@example.com', password: guessed, setupCode: code });
        expect(status).toBe(400);
        expect(body.errors).toMatchObject([
          { pointer: '/password', detail: expect.stringMatching(/^The password must not/) },
        ]);
      }
      expect(await emails()).toEqual([]);
    });

    it('is found by its address however that is composed', async () => {
      await register({ email: 'zu\u0308rich@example.com', password, setupCode: await setupCode() });
      expect(await emails()).toEqual(['z\u00fcrich@example.com']);
      const signIn = await new CallerAt(server.url, '203.0.113.251').post('/auth/login', {
        email: 'ZU\u0308RICH@example.com',
        password,
      });
      expect(signIn.status).toBe(200);
    });

    it('takes the code however it is typed', async () => {
      const typed = (await setupCode()).toLowerCase().replaceAll('-', ' ');
      expect((await register({ email: 'a@example.com', password, setupCode: typed })).status).toBe(201);
    });

    it.each([
      ['no code', {}],
      ['a wrong code', { setupCode: 'AAAAA-AAAAA-AAAAA-AAAAA' }],
    ])('is refused with %s', async (_, code) => {
      const { status, body } = await register({ email: 'a@example.com', password, ...code });
      expect(status).toBe(403);
      expect(body.code).toBe('WRONG_SETUP_CODE');
      expect(await emails()).toEqual([]);
    });

    it.each([
      ['a short password', { password: 'short' }, '/password'],
      ['a password over 72 bytes', { password: 'é'.repeat(37) }, '/password'],
      ['no e-mail address', { email: 'nobody' }, '/email'],
      ['a name with control characters', { name: 'a\u001b[31m' }, '/name'],
    ])('names what is wrong with %s before it looks at the code', async (_, wrong, pointer) => {
      const { status, body } = await register({ email: 'a@example.com', password, ...wrong });
      expect(status).toBe(400);
      expect(body.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
    });

    it('makes one admin of registrations that race on two replicas', async () => {
      await using other = await startReplica(database.url, environment);
      const code = await setupCode();
      const answers = await collide(
        database.url,
        'LOCK TABLE users IN SHARE MODE',
        [0, 1, 2, 3].map(
          (i) => () =>
            register({ email: `racer${i}@example.com`, password, setupCode: code }, i % 2 ? other.url : server.url),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403]);
      expect(await emails()).toHaveLength(1);
    });
  });

  describe('of further accounts', () => {
    let first: CallerAt;

    const invite = async (email: string, role: Role = 'OPERATOR'): Promise<string> =>
      (await first.post<CreatedInvitation>('/users/invitations', { email, role })).body.token;

    beforeEach(async () => {
      const { body } = await register({ email: 'first@example.com', password, setupCode: await setupCode() });
      first = new CallerAt(server.url, '203.0.113.251', body.token);
    });

    it('is closed without an invitation, even with the setup code', async () => {
      const code = server.app.get(SetupCode);
      const { status, body } = await register({
        email: 'b@example.com',
        password,
        setupCode: Reflect.get(code, 'code'),
      });
      expect(status).toBe(403);
      expect(body.code).toBe('REGISTRATION_CLOSED');
    });

    it('gives the invited the role that the admin chose, once', async () => {
      const invitation = await invite('b@example.com');
      const { status, body } = await register({ email: 'B@example.com', name: 'Bea', password, invitation });
      expect(status).toBe(201);
      expect(body.user).toMatchObject({ email: 'b@example.com', name: 'Bea', role: 'OPERATOR' });
      expect((await register({ email: 'b@example.com', password, invitation })).status).toBe(403);
    });

    it('is refused for another address than the invited one', async () => {
      const invitation = await invite('b@example.com');
      expect((await register({ email: 'c@example.com', password, invitation })).status).toBe(403);
    });

    it('makes one account when an invitation is used twice at once', async () => {
      const invitation = await invite('b@example.com');
      const answers = await collide(
        database.url,
        'SELECT 1 FROM invitations FOR UPDATE',
        [0, 1, 2].map(() => () => register({ email: 'b@example.com', password, invitation })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
    });

    it('takes only the newest invitation for an address', async () => {
      const older = await invite('b@example.com', 'ADMIN');
      const newer = await invite('b@example.com', 'VIEWER');
      expect((await register({ email: 'b@example.com', password, invitation: older })).status).toBe(403);
      expect((await register({ email: 'b@example.com', password, invitation: newer })).body.user.role).toBe('VIEWER');
    });

    it('is refused when the admin who invited is no longer one', async () => {
      const second = await register({
        email: 'b@example.com',
        password,
        invitation: await invite('b@example.com', 'ADMIN'),
      });
      const backdoor = await new CallerAt(server.url, '203.0.113.252', second.body.token).post<CreatedInvitation>(
        '/users/invitations',
        { email: 'c@example.com', role: 'ADMIN' },
      );
      await first.patch(`/users/${second.body.user.id}`, { disabled: true });
      const { status } = await register({ email: 'c@example.com', password, invitation: backdoor.body.token });
      expect(status).toBe(403);
    });

    it('does not keep the invitation’s token in the database or the trail', async () => {
      const invitation = await invite('b@example.com');
      const { body } = await first.get('/audit');
      expect(JSON.stringify(body)).not.toContain(invitation);
    });

    it('takes five calls a minute from an address', async () => {
      const caller = new CallerAt(server.url, '203.0.113.253');
      for (let i = 0; i < 5; i += 1) expect((await caller.post('/auth/register', {})).status).toBe(400);
      const { status, headers } = await caller.post('/auth/register', {});
      expect(status).toBe(429);
      expect(headers.get('retry-after')).toMatch(/^\d+$/);
    });
  });

  describe('by the environment', () => {
    const configured = {
      ...environment,
      HYPRBOX_ADMIN_EMAIL: admin.email,
      HYPRBOX_ADMIN_PASSWORD: admin.password,
    };

    it('makes the first admin at boot, one for all replicas, recorded as done by the system', async () => {
      const replicas = await Promise.all([0, 1].map(() => startReplica(database.url, configured)));
      expect(await emails()).toEqual([admin.email]);
      const login = await new CallerAt(server.url, '203.0.113.254').post<SignedIn>('/auth/login', admin);
      const audit = await new CallerAt(server.url, '203.0.113.254', login.body.token).get<{ items: unknown[] }>(
        '/audit?action=auth.register',
      );
      expect(audit.body.items).toMatchObject([{ actor: { type: 'system' }, details: { by: 'environment' } }]);
      for (const replica of replicas) await replica[Symbol.asyncDispose]();
    });

    it('changes nothing once there is an account', async () => {
      await register({ email: 'first@example.com', password, setupCode: await setupCode() });
      const restarted = await startReplica(database.url, configured);
      expect(await emails()).toEqual(['first@example.com']);
      await restarted[Symbol.asyncDispose]();
    });
  });
});
