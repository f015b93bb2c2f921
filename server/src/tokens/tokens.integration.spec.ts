import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeTokenPattern, type CreatedNodeToken, type NodeToken, type Page, type Problem } from '@hyprbox/contracts';
import { CallerAt } from '../../test/caller-at.js';
import { startReplica, type Replica } from '../../test/replica.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { TokenCheck } from './token-check.js';
import { TokensService } from './tokens.service.js';
import { UnitOfWork } from '../database/unit-of-work.js';

const environment = { HYPRBOX_JWT_SECRET: 'a secret that all replicas share' };
const unknownId = '01999999-0000-7000-8000-000000000000';

describe('/api/tokens', () => {
  let server: TestServer;
  let replica: Replica;

  const create = async (body: object = { name: 'agent' }): Promise<CreatedNodeToken> =>
    (await server.admin.post<CreatedNodeToken>('/tokens', body)).body;
  const check = (token: string) => server.app.get(TokenCheck).authenticate(token);
  const list = async (query = ''): Promise<Page<NodeToken>> =>
    (await server.admin.get<Page<NodeToken>>(`/tokens${query}`)).body;

  beforeAll(async () => {
    server = await startTestServer(environment);
    replica = await startReplica(server.database.url, environment);
  });
  afterAll(async () => {
    await replica[Symbol.asyncDispose]();
    await server.stop();
  });

  it('shows a new token this once', async () => {
    const { status, body } = await server.admin.post<CreatedNodeToken>('/tokens', { name: 'web servers' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      name: 'web servers',
      prefix: nodeTokenPattern.exec(body.token)?.[1],
      nodeId: null,
      token: expect.stringMatching(nodeTokenPattern),
      createdAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
    });
    const { items } = await list();
    expect(items[0]).toEqual({
      id: body.id,
      name: 'web servers',
      prefix: body.prefix,
      nodeId: null,
      createdAt: body.createdAt,
      lastUsedAt: null,
      revokedAt: null,
    });
    const everything = JSON.stringify([items, (await server.admin.get('/audit')).body]);
    expect(everything).not.toContain(body.token.slice(13));
  });

  it('lists the newest first, page by page, each once', async () => {
    const made = [await create(), await create(), await create()].map(({ id }) => id).reverse();
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ id }) => id).slice(0, 3)).toEqual(made);
  });

  it('is made for a node that exists, and for one that is still to come', async () => {
    await server.node('db-1');
    expect(await create({ name: 'again', nodeId: 'db-1' })).toMatchObject({ nodeId: 'db-1' });
    expect(await create({ name: 'early', nodeId: 'db-2' })).toMatchObject({ nodeId: 'db-2' });
    const { status, body } = await server.admin.post<Problem>('/tokens', { name: 'x', nodeId: 'No such id' });
    expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/nodeId']]);
  });

  it.each([
    ['no name', {}, '/name'],
    ['an empty name', { name: '' }, '/name'],
    ['a name over 128 characters', { name: 'x'.repeat(129) }, '/name'],
    ['a name that a terminal would obey', { name: '\u001b]0;x\u0007' }, '/name'],
    ['a node id in capitals', { name: 'x', nodeId: 'WEB-1' }, '/nodeId'],
    ['an unknown field', { name: 'x', token: 'hbnt_mine' }, '/token'],
  ])('refuses %s', async (_, body, pointer) => {
    const answer = await server.admin.post<Problem>('/tokens', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it('lets in only the whole token', async () => {
    const { id, token, prefix } = await create();
    expect(await check(token)).toEqual({ type: 'node', tokenId: id, nodeId: null });
    const wrongEnd = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    for (const wrong of [wrongEnd, `hbnt_${prefix}${'A'.repeat(43)}`, token.slice(0, -1), `${token}A`, ` ${token}`]) {
      expect(await check(wrong)).toBeNull();
    }
  });

  it('is refused by every replica after its revocation, which may be repeated', async () => {
    const { id, token } = await create();
    const elsewhere = replica.app.get(TokenCheck);
    expect(await elsewhere.authenticate(token)).not.toBeNull();
    expect(await check(token)).not.toBeNull();
    expect((await server.admin.delete(`/tokens/${id}`)).status).toBe(204);
    expect(await check(token)).toBeNull();
    await eventually(async () => (await elsewhere.authenticate(token)) === null);
    expect((await new CallerAt(server.url, '127.0.0.1', token).post('/nodes/heartbeat', {})).status).toBe(401);
    expect((await server.admin.delete(`/tokens/${id}`)).status).toBe(204);
    const { items } = (await server.admin.get<Page<unknown>>(`/audit?target=${id}`)).body;
    expect(items).toMatchObject([{ action: 'token.revoke' }, { action: 'token.create' }]);
    expect((await list()).items.find((item) => item.id === id)?.revokedAt).toMatch(/Z$/);
  });

  it('cannot be revoked if it does not exist', async () => {
    expect((await server.admin.delete<Problem>(`/tokens/${unknownId}`)).body.code).toBe('NODE_TOKEN_NOT_FOUND');
    expect((await server.admin.delete(`/tokens/nonsense`)).status).toBe(400);
  });

  it('shows when it was last used', async () => {
    const { id, token } = await create();
    await check(token);
    await eventually(async () => (await list()).items.find((item) => item.id === id)?.lastUsedAt ?? undefined);
  });

  describe('for the other modules', () => {
    const tokens = () => server.app.get(TokensService);
    const work = () => server.app.get(UnitOfWork);
    const pin = (tokenId: string, nodeId: string) =>
      work().system('heartbeats', (tx) => tokens().pin(tx, tokenId, nodeId));

    it('is pinned to one node, by one of several at once, and seen as pinned at once by every replica', async () => {
      const { id, token } = await create();
      const elsewhere = replica.app.get(TokenCheck);
      for (const each of [check(token), elsewhere.authenticate(token)])
        expect(await each).toMatchObject({ nodeId: null });
      const pinned = await Promise.all(['a-1', 'a-2', 'a-3'].map((nodeId) => pin(id, nodeId)));
      expect(pinned.filter(Boolean)).toHaveLength(1);
      const winner = ['a-1', 'a-2', 'a-3'][pinned.indexOf(true)];
      for (const each of [check(token), elsewhere.authenticate(token)])
        expect(await each).toMatchObject({ nodeId: winner });
    });

    it('is not pinned once it is revoked', async () => {
      const { id } = await create();
      await server.admin.delete(`/tokens/${id}`);
      expect(await pin(id, 'b-1')).toBe(false);
    });

    it('is revoked with its node, and only with it', async () => {
      await server.node('gone-1');
      const mine = [await create({ name: 'x', nodeId: 'gone-1' }), await create({ name: 'y', nodeId: 'gone-1' })];
      const other = await create();
      for (const { token } of [...mine, other]) await check(token);
      const count = await work().system('heartbeats', (tx) => tokens().revokeForNode(tx, 'gone-1'));
      // The one that the node reported with is its own as well.
      expect(count).toBe(3);
      for (const { token } of mine) expect(await check(token)).toBeNull();
      expect(await check(other.token)).not.toBeNull();
    });

    it('is made for the server’s own host by the system, and known even when revoked', async () => {
      const { token } = await tokens().issueForServer('This server', null);
      const { items } = (await server.admin.get<Page<unknown>>('/audit?action=token.create&limit=1')).body;
      expect(items).toMatchObject([{ actor: { type: 'system' }, details: { name: 'This server' } }]);
      const made = (await list('?limit=1')).items[0];
      await server.admin.delete(`/tokens/${made?.id}`);
      expect(await tokens().find(token)).not.toBeNull();
      expect(await tokens().find(`hbnt_abcdefgh${'x'.repeat(43)}`)).toBeNull();
    });
  });
});
