import { randomUUID } from 'node:crypto';
import type { FleetSummary, Job, PendingWork } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/test-server.js';

describe('the summary of the fleet', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it('counts the jobs of the whole fleet, whichever nodes are asked for', async () => {
    const agent = await server.node('web-1');
    await server.node('db-1');
    for (const nodeId of ['web-1', 'web-1', 'web-1', 'db-1']) {
      await server.admin.post<Job>('/jobs', { nodeId, preset: 'system-facts', variables: {} });
    }
    for (const exitCode of [0, 3, null]) {
      const claim = `nodeId=web-1&claimId=${randomUUID()}`;
      const { job } = (await agent.get<PendingWork>(`/jobs/pending?${claim}`)).body;
      if (exitCode === null) continue;
      const end = { attempt: 1, exitCode, stdoutBytes: 0, stderrBytes: 0 };
      expect((await agent.post(`/jobs/${job?.id ?? ''}/complete`, end)).status).toBe(200);
    }
    const { body } = await server.admin.get<FleetSummary>('/nodes/summary?q=web');
    expect(body.total).toBe(1);
    expect(body.jobs).toEqual({ queued: 1, running: 1, succeeded24h: 1, failed24h: 1 });
  });
});
