import { randomUUID } from 'node:crypto';
import {
  firstTimeline,
  type Activity,
  type AuditEvent,
  type Job,
  type Page,
  type PendingWork,
} from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';

describe('the timeline', () => {
  let server: TestServer;
  let agent: Caller;

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_METRICS_TOKEN: 'only for this test' });
    agent = await server.node('web-1');
  });
  afterAll(() => server.stop());

  const ask = (timeline = firstTimeline) =>
    agent.get<PendingWork>(`/jobs/pending?nodeId=web-1&claimId=${randomUUID()}&timeline=${timeline}`);
  const restored = async (): Promise<AuditEvent[]> =>
    (await server.admin.get<Page<AuditEvent>>('/audit?action=database.restored')).body.items;
  const counted = async (): Promise<string | undefined> => {
    const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: 'Bearer only for this test' } });
    return /^hyprbox_unknown_timelines_total (.*)$/m.exec(await answer.text())?.[1];
  };

  it('is shown with each answer, and known when it is shown again', async () => {
    const { timeline } = (await ask()).body;
    expect(timeline).toMatch(/^[0-9]+\.[0-9a-f]{64}$/);
    await server.admin.post('/jobs', { nodeId: 'web-1', preset: 'system-facts', variables: {} });
    expect((await ask(timeline)).status).toBe(200);
    expect(await restored()).toEqual([]);
    expect(await counted()).toBe('0');
  });

  it('that is not the database’s own is told once in the trail and the activity, and each is counted', async () => {
    const { timeline = '' } = (await ask()).body;
    const later = `${Number(timeline.split('.')[0]) + 1000}.${'a'.repeat(64)}`;
    const forked = timeline.replace(/.{64}$/, 'b'.repeat(64));
    for (const seen of [later, forked]) expect((await ask(seen)).status).toBe(200);
    expect((await restored()).map(({ details }) => details['nodeId'])).toEqual(['web-1']);
    expect(await counted()).toBe('2');
    const { items } = (await server.admin.get<Page<Activity>>('/nodes/web-1/activity')).body;
    expect(items.filter(({ message }) => message.includes('put back'))).toHaveLength(1);
  });

  it('is refused by name when it is none', async () => {
    const { status, body } = await ask('soon');
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('?timeline')]);
  });

  it('is what lets output be lost: the bytes count as dropped, and the end is taken', async () => {
    const { body: job } = await server.admin.post<Job>('/jobs', {
      nodeId: 'web-1',
      preset: 'system-facts',
      variables: {},
    });
    let claimed: PendingWork['job'] = null;
    while (claimed?.id !== job.id) claimed = (await ask()).body.job;
    const deliver = (body: object) => agent.post(`/jobs/${job.id}/output`, { attempt: 1, chunks: [], ...body });
    expect((await deliver({ lostBefore: { stdout: -1, stderr: 0 } })).status).toBe(400);
    expect(await deliver({ chunks: [{ stream: 'stdout', offset: 0, data: 'gone' }] })).toMatchObject({ status: 200 });
    expect((await deliver({ lostBefore: { stdout: 100, stderr: 7 } })).body).toMatchObject({
      stored: { stdout: 100, stderr: 7 },
    });
    expect((await deliver({ lostBefore: { stdout: 50, stderr: 0 } })).body).toMatchObject({
      stored: { stdout: 100, stderr: 7 },
    });
    await deliver({ chunks: [{ stream: 'stdout', offset: 100, data: 'kept' }] });
    const end = { attempt: 1, exitCode: 3, stdoutBytes: 104, stderrBytes: 7 };
    expect((await agent.post(`/jobs/${job.id}/complete`, end)).status).toBe(200);
    expect((await server.admin.get<Job>(`/jobs/${job.id}`)).body).toMatchObject({
      status: 'FAILED',
      exitCode: 3,
      stdout: 'kept',
      stdoutBytes: 104,
      stdoutDroppedBytes: 100,
      stderrDroppedBytes: 7,
    });
    expect((await deliver({ lostBefore: { stdout: 200, stderr: 7 } })).status).toBe(409);
  });
});
