import { createHash } from 'node:crypto';
import type { Problem, Selection, Selector } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/test-server.js';

describe('POST /api/nodes/select', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    for (const id of ['web-2', 'web-1', 'db-1', 'gone']) await server.node(id);
    for (const id of ['web-1', 'web-2', 'gone']) await server.admin.patch(`/nodes/${id}`, { tags: ['web'] });
    await server.admin.delete('/nodes/gone');
  });
  afterAll(() => server.stop());

  const select = (selector: Selector) => server.admin.post<Selection & Problem>('/nodes/select', { selector });

  it('tells which hosts a selector means, in one order, and what they come to', async () => {
    const { status, body } = await select({ tagsAny: ['web'] });
    expect(status).toBe(200);
    expect(body).toEqual({
      count: 2,
      digest: createHash('sha256').update('web-1\nweb-2').digest('hex'),
      items: ['web-1', 'web-2'].map((nodeId) => ({ nodeId, hostname: nodeId, status: 'ONLINE' })),
    });
  });

  it('means nobody by conditions that none fulfils', async () => {
    expect((await select({ tagsAny: ['web'], nodeIds: ['db-1'] })).body).toMatchObject({ count: 0, items: [] });
  });
});
