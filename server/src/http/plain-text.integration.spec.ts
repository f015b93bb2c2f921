import { randomUUID } from 'node:crypto';
import type { Activity, Node, Page, PendingWork, Problem } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';

/** Turned around, the text after it reads as something else. */
const override = '\u202e';

describe('text in which something hides', () => {
  let server: TestServer;
  let agent: Caller;

  beforeAll(async () => {
    server = await startTestServer();
    agent = await server.node('web-1');
  });
  afterAll(() => server.stop());

  const policy = {
    name: 'Nightly',
    nodeId: 'web-1',
    repository: '/srv/backups/{nodeId}',
    passwordRef: 'env:RESTIC_PASSWORD',
    paths: ['/etc'],
    schedule: '0 3 * * *',
  };
  const password = 'correct horse battery';

  it.each<[string, string, string, object, string]>([
    ['a user', 'POST', '/auth/register', { email: 'a@example.com', password, name: `a${override}b` }, '/name'],
    ['an address', 'POST', '/users/invitations', { email: `a${override}@example.com`, role: 'VIEWER' }, '/email'],
    ['a token', 'POST', '/tokens', { name: `a${override}b` }, '/name'],
    ['a display name', 'PATCH', '/nodes/web-1', { displayName: `a${override}b` }, '/displayName'],
    ['a tag', 'PATCH', '/nodes/web-1', { tags: [`a${override}b`] }, '/tags'],
    ['a policy', 'POST', '/backups/policies', { ...policy, name: `a${override}b` }, '/name'],
    ['a repository', 'POST', '/backups/policies', { ...policy, repository: `/srv/a${override}b` }, '/repository'],
  ])('is refused by its field, in %s', async (_what, method, path, body, pointer) => {
    const response = await server.admin.fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { errors } = (await response.json()) as Problem;
    expect([response.status, errors?.map((each) => each.pointer)]).toEqual([400, [pointer]]);
  });

  it('is replaced and counted in what a host is called', async () => {
    const heartbeat = { nodeId: 'web-1', hostname: `web${override}-1`, intervalSeconds: 15 };
    const metrics = { cpuPct: 1, memPct: 2, diskPct: 3 };
    const inventory = { os: `Debian${override}`, kernel: '6.1' };
    const { status, body } = await agent.post<{ dropped: { pointer: string }[]; droppedCount: number }>(
      '/nodes/heartbeat',
      { ...heartbeat, metrics, inventory },
    );
    expect([status, body.droppedCount]).toEqual([202, 2]);
    expect(body.dropped.map(({ pointer }) => pointer)).toEqual(['/hostname', '/inventory/os']);
    const node = (await server.admin.get<Node>('/nodes/web-1/status')).body;
    expect([node.hostname, node.inventory?.kernel, node.inventory?.os]).toEqual(['web\uFFFD-1', '6.1', undefined]);
    const counted = await (await fetch(`${server.url}/metrics`)).text();
    expect(counted).toMatch(/^hyprbox_\w*dropped\w* 2$/m);
  });

  it('is replaced in what an agent says, which gets its work all the same', async () => {
    const query = new URLSearchParams({
      nodeId: 'web-1',
      claimId: randomUUID(),
      capacity: '0',
      unable: `/data${override} is full`,
    });
    expect((await agent.get<PendingWork>(`/jobs/pending?${query.toString()}`)).status).toBe(200);
    const { items } = (await server.admin.get<Page<Activity>>('/activity')).body;
    expect(items.map(({ message }) => message)).toContain('Takes no work. /data\uFFFD is full');
  });
});
