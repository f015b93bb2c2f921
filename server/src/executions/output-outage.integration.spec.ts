import { randomUUID } from 'node:crypto';
import type { Job } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseCable } from '../../test/database-cable.js';
import { startReplica } from '../../test/replica.js';
import { Caller, startTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('streams of a job outlive the database, and bring what was written meanwhile, once', async () => {
  await using cable = await databaseCable(server.database.url);
  await using cut = await startReplica(cable.url, { HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them' });
  const agent = await server.node('web-1');
  const { body: job } = await server.admin.post<Job>('/jobs', {
    nodeId: 'web-1',
    preset: 'system-facts',
    variables: {},
  });
  await agent.get(`/jobs/pending?nodeId=web-1&claimId=${randomUUID()}`);
  const deliver = (offset: number, data: string) =>
    agent.post(`/jobs/${job.id}/output`, { attempt: 1, chunks: [{ stream: 'stdout', offset, data }] });
  const caller = new Caller(cut.url, server.admin.token);
  const { body } = await caller.fetch(`/jobs/${job.id}/stream`);
  let text = '';
  const reading = (async () => {
    for await (const bytes of body ?? []) text += Buffer.from(bytes).toString();
  })();

  await deliver(0, 'before ');
  await eventually(() => text.includes('before'));
  cable.pull();
  await eventually(async () => (await caller.get('/auth/me')).status === 503);
  await deliver(7, 'meanwhile ');
  cable.plug();
  await eventually(() => text.includes('meanwhile'), { timeoutMs: 15_000 });
  await deliver(17, 'after');
  await agent.post(`/jobs/${job.id}/complete`, { attempt: 1, exitCode: 0, stdoutBytes: 22, stderrBytes: 0 });

  await reading;
  const events = text.split('\n\n').filter((event) => event.includes('event: stdout'));
  const chunks = events.map((event) => JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '') as object);
  expect(chunks).toEqual([
    { offset: 0, data: 'before ' },
    { offset: 7, data: 'meanwhile ' },
    { offset: 17, data: 'after' },
  ]);
  expect(text).toMatch(/event: done\nid: 22-0\ndata: \{\}\n\n$/);
});
