import { createHash } from 'node:crypto';
import { limits, type AuditEvent, type ChangedTags, type Node, type Page, type Problem } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { Notifications } from '../notifications/notifications.js';

describe('POST /api/nodes/tags', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    for (const id of ['web-1', 'web-2', 'web-3', 'db-1', 'gone']) await server.node(id);
    for (const id of ['web-1', 'web-2', 'web-3', 'gone'])
      await server.admin.patch(`/nodes/${id}`, { tags: ['web', 'old'] });
    await server.admin.delete('/nodes/gone');
  });
  afterAll(() => server.stop());

  const change = (body: object) => server.admin.post<ChangedTags & Problem>('/nodes/tags', body);
  const tagsOf = async (id: string): Promise<string[]> =>
    (await server.admin.get<Node>(`/nodes/${id}/status`)).body.tags;
  const records = async (): Promise<AuditEvent[]> => {
    const { body } = await server.admin.get<Page<AuditEvent>>('/audit?action=node.update');
    return body.items.filter(({ target }) => target.id === null);
  };

  it('gives and takes tags on all that are selected, records it once, and tells those who look at the hosts', async () => {
    const told: string[] = [];
    server.app.get(Notifications).on('node', ({ nodeId }) => told.push(nodeId));
    await server.admin.patch('/nodes/web-3', { tags: ['web', 'new'] });
    const before = (await records()).length;
    const answer = await change({ selector: { tagsAny: ['web'] }, add: ['new', 'new'], remove: ['old'] });
    expect(answer).toMatchObject({ status: 200, body: { changed: 2, unchanged: 1 } });
    expect(await Promise.all(['web-1', 'web-2', 'web-3', 'db-1'].map(tagsOf))).toEqual([
      ['web', 'new'],
      ['web', 'new'],
      ['web', 'new'],
      [],
    ]);
    const [latest, ...rest] = await records();
    expect(rest).toHaveLength(before);
    const digest = createHash('sha256').update('web-1\nweb-2').digest('hex');
    expect(latest?.details).toMatchObject({ count: 2, digest, add: ['new', 'new'], remove: ['old'] });
    await eventually(() => ['web-1', 'web-2'].every((id) => told.includes(id)));
  });

  it('changes nothing and records nothing where all is as it should be', async () => {
    const before = (await records()).length;
    expect((await change({ selector: { all: true }, remove: ['nobody-has-it'] })).body).toEqual({
      changed: 0,
      unchanged: 4,
    });
    expect((await change({ selector: { nodeIds: ['no-such-node'] }, add: ['x'] })).body).toEqual({
      changed: 0,
      unchanged: 0,
    });
    expect(await records()).toHaveLength(before);
  });

  it('leaves all as they are where one of them would have too many, and names the first', async () => {
    const many = Array.from({ length: limits.tagsPerNode - 2 }, (_, index) => `many-${index}`);
    await server.admin.patch('/nodes/db-1', { tags: ['web', 'first', ...many] });
    const answer = await change({ selector: { tagsAny: ['web'] }, add: ['one-more'] });
    expect(answer).toMatchObject({ status: 400, body: { code: 'TOO_MANY_TAGS', errors: [{ pointer: '/add' }] } });
    expect(answer.body.errors?.[0]?.detail).toContain('db-1');
    expect(await tagsOf('web-1')).not.toContain('one-more');
    // In the place of one that goes there is room.
    const swap = await change({ selector: { nodeIds: ['db-1'] }, add: ['one-more'], remove: ['first'] });
    expect(swap.body).toEqual({ changed: 1, unchanged: 0 });
    expect(await tagsOf('db-1')).toEqual(['web', ...many, 'one-more']);
  });

  it.each([
    [{ selector: { all: true } }, '/add'],
    [{ selector: { all: true }, add: ['a', 'b'], remove: ['b'] }, '/remove/0'],
    [{ selector: { all: true, platform: 'x' }, add: ['a'] }, '/selector'],
    [{ selector: {}, add: ['a'] }, '/selector'],
    [{ selector: { all: true }, add: ['no tag'] }, '/add/0'],
    [{ selector: { all: true }, add: [] }, '/add'],
  ])('refuses %j by the name of the field', async (body, pointer) => {
    expect(await change(body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  it('changes a thousand hosts while others change the same ones, and loses no change', async () => {
    await server.app.get(DataSource).query(
      `INSERT INTO nodes (id, hostname, interval_seconds, created_at, tags)
       SELECT 'many-' || i, 'many', 15, now(), '{many}' FROM generate_series(1, 1000) i`,
    );
    const all = { selector: { tagsAll: ['many'] } };
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((tag) => change({ ...all, add: [tag] })));
    expect(answers.map(({ body }) => body)).toEqual(Array(4).fill({ changed: 1000, unchanged: 0 }));
    expect((await change({ ...all, add: ['a', 'b', 'c', 'd'] })).body).toEqual({ changed: 0, unchanged: 1000 });
  });
});
