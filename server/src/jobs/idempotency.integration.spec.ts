import { randomUUID } from 'node:crypto';
import type { AuditEvent, Job, JobSummary, Page, Problem } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { startTestServer, type TestServer } from '../../test/test-server.js';

type Answered = Pick<Job, 'id'> & Pick<Problem, 'code'>;

const order = { nodeId: 'web-1', preset: 'system-facts', variables: { section: 'all' } };

describe('a job that is ordered under a name', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    await server.node('web-1');
  });
  afterAll(() => server.stop());

  async function create(key: string, body: object = order): Promise<{ status: number; body: Answered }> {
    const response = await server.admin.fetch('/jobs', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Answered };
  }
  const jobs = async (): Promise<number> => (await server.admin.get<Page<JobSummary>>('/jobs')).body.items.length;

  it('is one job, however often and whenever it is ordered', async () => {
    const before = await jobs();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(key)));
    // Fields in another order, and the default said aloud, ask for the same.
    const { variables, preset, nodeId } = order;
    answers.push(await create(key, { variables, timeoutSeconds: 3600, preset, nodeId }));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const ids = new Set(answers.map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    expect(await jobs()).toBe(before + 1);
    const [id = ''] = ids;
    const { items } = (await server.admin.get<Page<AuditEvent>>(`/audit?action=job.create&target=${id}`)).body;
    expect(items).toHaveLength(1);
  });

  it('is refused where the name stands for another order', async () => {
    const key = randomUUID();
    await create(key);
    const { status, body } = await create(key, { ...order, variables: { section: 'storage' } });
    expect([status, body.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('leaves the name free where it is refused', async () => {
    const key = randomUUID();
    expect((await create(key, { ...order, nodeId: 'nowhere' })).status).toBe(404);
    expect((await create(key)).status).toBe(201);
  });

  it('is another job under another name, of another user, without a name, and after a day', async () => {
    const key = randomUUID();
    const first = await create(key);
    expect((await create(randomUUID())).body.id).not.toBe(first.body.id);
    expect((await server.admin.post<Job>('/jobs', order)).body.id).not.toBe(first.body.id);
    await server.app.get(DataSource).query(`UPDATE idempotency_keys SET created_at = now() - interval '25 hours'`);
    expect((await create(key)).body.id).not.toBe(first.body.id);
  });

  it.each(['', 'x'.repeat(129), 'two words', '\u00e9'])('has no name %j', async (key) => {
    expect((await create(key)).status).toBe(400);
  });
});
