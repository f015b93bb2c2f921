import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedInvitation, Invitation, Page, Problem, Role, SignedIn, UserAccount } from '@hyprbox/contracts';
import { CallerAt } from '../../test/caller-at.js';
import { collide } from '../../test/collision.js';
import { startReplica, type Replica } from '../../test/replica.js';
import { admin, startTestServer, type Caller, type TestServer } from '../../test/test-server.js';

const environment = { HYPRBOX_TRUST_PROXY: 'true', HYPRBOX_JWT_SECRET: 'a secret that all replicas share' };
const password = 'a long enough password';

describe('/api/users', () => {
  let server: TestServer;
  let replica: Replica;
  let people = 0;

  const join = async (role: Role): Promise<SignedIn> => {
    const email = `person${++people}@example.com`;
    const { body } = await server.admin.post<CreatedInvitation>('/users/invitations', { email, role });
    const address = `203.0.113.${people}`;
    return (
      await new CallerAt(server.url, address).post<SignedIn>('/auth/register', {
        email,
        password,
        invitation: body.token,
      })
    ).body;
  };

  beforeAll(async () => {
    server = await startTestServer(environment);
    replica = await startReplica(server.database.url, environment);
  });
  afterAll(async () => {
    await replica[Symbol.asyncDispose]();
    await server.stop();
  });

  it('lists accounts without anything secret, page by page', async () => {
    await join('VIEWER');
    await join('VIEWER');
    const first = await server.admin.get<Page<UserAccount>>('/users?limit=2');
    expect(first.body.items[0]).toEqual({
      id: expect.any(String),
      email: admin.email,
      name: 'admin',
      role: 'ADMIN',
      disabled: false,
      createdAt: expect.stringMatching(/Z$/),
      lastLoginAt: expect.stringMatching(/Z$/),
    });
    const second = await server.admin.get<Page<UserAccount>>(`/users?limit=2&cursor=${first.body.nextCursor}`);
    const ids = [...first.body.items, ...second.body.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(second.body.items[0]?.email).toBe('person2@example.com');
  });

  it.each(['not-base64!', Buffer.from('["x"]').toString('base64url'), Buffer.from('[1,2]').toString('base64url')])(
    'refuses %s as a cursor',
    async (cursor) => {
      const { status, body } = await server.admin.get<Problem>(`/users?cursor=${encodeURIComponent(cursor)}`);
      expect(status).toBe(400);
      expect(body.errors?.[0]?.pointer).toBe('?cursor');
    },
  );

  it('changes what a signed-in user may do on every replica', async () => {
    const { user, token } = await join('VIEWER');
    const elsewhere = new CallerAt(replica.url, '203.0.113.250', token);
    expect((await elsewhere.get('/users')).status).toBe(403);
    const { status, body } = await server.admin.patch<UserAccount>(`/users/${user.id}`, { role: 'ADMIN' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: user.id, role: 'ADMIN', disabled: false });
    expect((await server.as(token).get('/users')).status).toBe(200);
    await eventually(async () => (await elsewhere.get('/users')).status === 200);
    await server.admin.patch(`/users/${user.id}`, { role: 'VIEWER' });
    expect((await server.as(token).get('/users')).status).toBe(403);
  });

  it('ends the sessions of a disabled user for good, and refuses to sign in as if the password were wrong', async () => {
    const { user, token } = await join('OPERATOR');
    const elsewhere = new CallerAt(replica.url, '203.0.113.251', token);
    expect((await elsewhere.get('/auth/me')).status).toBe(200);
    await server.admin.patch(`/users/${user.id}`, { disabled: true });
    expect((await server.as(token).get('/auth/me')).status).toBe(401);
    await eventually(async () => (await elsewhere.get('/auth/me')).status === 401);
    const login = () =>
      new CallerAt(server.url, '203.0.113.252').post<Problem>('/auth/login', { email: user.email, password });
    expect(await login()).toMatchObject({ status: 401, body: { code: 'WRONG_CREDENTIALS' } });
    await server.admin.patch(`/users/${user.id}`, { disabled: false });
    expect((await login()).status).toBe(200);
    expect((await server.as(token).get('/auth/me')).status).toBe(401);
  });

  it('records what changed, and nothing when nothing did', async () => {
    const { user } = await join('VIEWER');
    await server.admin.patch(`/users/${user.id}`, { role: 'OPERATOR' });
    await server.admin.patch(`/users/${user.id}`, { role: 'OPERATOR' });
    await server.admin.patch(`/users/${user.id}`, {});
    const { body } = await server.admin.get<Page<unknown>>(`/audit?target=${user.id}&action=user.update`);
    expect(body.items).toMatchObject([
      {
        actor: { name: admin.email },
        details: { before: { role: 'VIEWER', disabled: false }, after: { role: 'OPERATOR', disabled: false } },
      },
    ]);
  });

  it('keeps the last active admin, also when two admins act on each other at once', async () => {
    const me = (await server.admin.get<{ id: string }>('/auth/me')).body;
    for (const change of [{ role: 'VIEWER' }, { disabled: true }]) {
      const { status, body } = await server.admin.patch<Problem>(`/users/${me.id}`, change);
      expect(status).toBe(409);
      expect(body.code).toBe('LAST_ADMIN');
    }
    const second = await join('ADMIN');
    const answers = await collide(server.database.url, 'SELECT 1 FROM users FOR UPDATE', [
      () => server.admin.patch(`/users/${second.user.id}`, { role: 'VIEWER' }),
      () => server.as(second.token).patch(`/users/${me.id}`, { role: 'VIEWER' }),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const left = statuses[0] === 200 ? server.admin : server.as(second.token);
    const { items } = (await left.get<Page<UserAccount>>('/users')).body;
    expect(items.filter(({ role, disabled }) => role === 'ADMIN' && !disabled)).toHaveLength(1);
    if (left !== server.admin) await left.patch(`/users/${me.id}`, { role: 'ADMIN' });
  });

  it.each([
    ['an unknown user', '01999999-0000-7000-8000-000000000000', { disabled: true }, 404],
    ['an id that is none', 'nobody', { disabled: true }, 400],
    ['an unknown role', '01999999-0000-7000-8000-000000000000', { role: 'ROOT' }, 400],
    ['an unknown field', '01999999-0000-7000-8000-000000000000', { email: 'x@example.com' }, 400],
    ['a text for a flag', '01999999-0000-7000-8000-000000000000', { disabled: 'false' }, 400],
  ])('answers a change of %s', async (_, id, change, status) => {
    expect((await server.admin.patch(`/users/${id}`, change)).status).toBe(status);
  });

  it('refuses to invite who has an account', async () => {
    const { status, body } = await server.admin.post<Problem>('/users/invitations', {
      email: admin.email,
      role: 'VIEWER',
    });
    expect(status).toBe(409);
    expect(body.code).toBe('EMAIL_TAKEN');
  });

  describe('of invitations', () => {
    const invite = async (caller: Caller, email: string, role: Role = 'OPERATOR'): Promise<CreatedInvitation> =>
      (await caller.post<CreatedInvitation>('/users/invitations', { email, role })).body;
    const openOnes = async (): Promise<Invitation[]> =>
      (await server.admin.get<Page<Invitation>>('/users/invitations')).body.items;
    const accept = ({ email, token }: CreatedInvitation) =>
      new CallerAt(server.url, `198.51.100.${++people}`).post<SignedIn & Problem>('/auth/register', {
        email,
        password,
        invitation: token,
      });

    it('lists those that can still be accepted, newest first and page by page, without their tokens', async () => {
      const older = await invite(server.admin, 'older@example.net');
      const newer = await invite(server.admin, 'newer@example.net', 'VIEWER');
      await accept(await invite(server.admin, 'accepted@example.net'));
      const { body: first } = await server.admin.get<Page<Invitation>>('/users/invitations?limit=1');
      expect(first.items).toEqual([
        {
          id: newer.id,
          email: 'newer@example.net',
          role: 'VIEWER',
          createdBy: expect.any(String),
          createdByName: 'admin',
          createdAt: expect.stringMatching(/Z$/),
          expiresAt: newer.expiresAt,
        },
      ]);
      const { body: second } = await server.admin.get<Page<Invitation>>(
        `/users/invitations?limit=1&cursor=${first.nextCursor}`,
      );
      expect(second.items.map(({ id }) => id)).toEqual([older.id]);
      expect(JSON.stringify([first, second])).not.toContain(newer.token);
    });

    it('lists only the newest for an address, and none of an admin who no longer is one', async () => {
      await invite(server.admin, 'twice@example.net', 'ADMIN');
      const newest = await invite(server.admin, 'twice@example.net');
      const second = await join('ADMIN');
      await invite(server.as(second.token), 'backdoor@example.net', 'ADMIN');
      await server.admin.patch(`/users/${second.user.id}`, { role: 'VIEWER' });
      const listed = await openOnes();
      expect(listed.filter(({ email }) => email === 'twice@example.net').map(({ id }) => id)).toEqual([newest.id]);
      expect(listed.map(({ email }) => email)).not.toContain('backdoor@example.net');
    });

    it('withdraws one at once, and records it once', async () => {
      const invitation = await invite(server.admin, 'withdrawn@example.net');
      const withdraw = () => server.admin.delete(`/users/invitations/${invitation.id}`);
      expect((await withdraw()).status).toBe(204);
      expect((await withdraw()).status).toBe(204);
      expect((await openOnes()).map(({ id }) => id)).not.toContain(invitation.id);
      expect(await accept(invitation)).toMatchObject({ status: 403, body: { code: 'REGISTRATION_CLOSED' } });
      const { body } = await server.admin.get<Page<unknown>>(`/audit?target=${invitation.id}`);
      expect(body.items).toMatchObject([
        {
          action: 'user.invite.withdraw',
          actor: { name: admin.email },
          details: { email: 'withdrawn@example.net', role: 'OPERATOR' },
        },
        { action: 'user.invite' },
      ]);
    });

    it('lets either the one who accepts or the one who withdraws win, never both', async () => {
      const invitation = await invite(server.admin, 'raced@example.net');
      const [accepted, withdrawn] = await collide<{ status: number }>(
        server.database.url,
        'SELECT 1 FROM invitations FOR UPDATE',
        [() => accept(invitation), () => server.admin.delete(`/users/invitations/${invitation.id}`)],
      );
      expect([
        [201, 409],
        [403, 204],
      ]).toContainEqual([accepted?.status, withdrawn?.status]);
    });

    it('says that one was accepted already instead of withdrawing it', async () => {
      const invitation = await invite(server.admin, 'quick@example.net');
      await accept(invitation);
      expect(await server.admin.delete<Problem>(`/users/invitations/${invitation.id}`)).toMatchObject({
        status: 409,
        body: { code: 'INVITATION_ACCEPTED' },
      });
    });
  });
});
