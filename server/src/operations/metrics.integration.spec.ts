import { createHmac, randomUUID } from 'node:crypto';
import type { AuditEvent, Page } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { databaseCable } from '../../test/database-cable.js';
import { startReplica } from '../../test/replica.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { Clock } from '../time/clock.js';

const secret = 'only for tests, and long enough for them';

describe('metrics', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  const metrics = async (url = server.url): Promise<string> => (await fetch(`${url}/metrics`)).text();

  it('leave out a last backup where there is none', async () => {
    expect(await metrics()).not.toMatch(/^hyprbox_backup_last_success_timestamp_seconds/m);
  });

  it('tell the version, nodes by status, outcomes of jobs and failed sign-ins', async () => {
    await server.node('web-1');
    await server.anonymous.post('/auth/login', { email: 'nobody@example.com', password: 'not the password' });
    const text = await metrics();
    expect(text).toMatch(/^hyprbox_build_info\{version="\d+\.\d+\.\d+",node="24/m);
    expect(text).toContain('hyprbox_nodes{status="ONLINE"} 1');
    expect(text).toContain('hyprbox_nodes{status="OFFLINE"} 0');
    expect(text).toContain('hyprbox_jobs_24h{outcome="agent_lost"} 0');
    expect(text).toContain('hyprbox_sign_in_failures_24h 1');
    expect(text).toContain('hyprbox_database_up 1');
  });

  it('give the signed end of the audit trail, which is that of the trail', async () => {
    const { body } = await server.admin.get<Page<AuditEvent>>('/audit?limit=1');
    const [last] = body.items;
    const [, hash, signature, seq] =
      /^hyprbox_audit_head\{hash="(\w+)",signature="(\w+)"\} (\d+)$/m.exec(await metrics()) ?? [];
    expect([hash, Number(seq)]).toEqual([last?.hash, last?.seq]);
    const key = createHmac('sha256', secret).update('audit head').digest();
    expect(signature).toBe(createHmac('sha256', key).update(`${seq}\n${hash}`).digest('hex'));
  });

  it('leave out what only the database knows while it is away, and count its faults', async () => {
    await using cable = await databaseCable(server.database.url);
    await using cut = await startReplica(cable.url, { HYPRBOX_JWT_SECRET: secret });
    expect(await metrics(cut.url)).toMatch(/^hyprbox_connected_agents \d/m);
    cable.pull();
    await eventually(async () => (await metrics(cut.url)).includes('hyprbox_database_up 0'), { timeoutMs: 20_000 });
    const text = await metrics(cut.url);
    expect(text).not.toMatch(/^hyprbox_(connected_agents|nodes|jobs_24h|sign_in_failures_24h|audit_head)\b/m);
    expect(text).toMatch(/^hyprbox_database_errors_total\{cause="away"\} [1-9]/m);
  });

  it('are of jobs whose times are all of one clock, however wrong that of the server is', async () => {
    const agent = await server.node('web-2');
    const spy = vi.spyOn(server.app.get(Clock), 'now').mockReturnValue(new Date(Date.now() - 600_000));
    const { body: job } = await server.admin.post<{ id: string }>('/jobs', {
      nodeId: 'web-2',
      preset: 'system-facts',
      variables: {},
    });
    await agent.get(`/jobs/pending?nodeId=web-2&claimId=${randomUUID()}`);
    await agent.post(`/jobs/${job.id}/complete`, { attempt: 1, exitCode: 0, stdoutBytes: 0, stderrBytes: 0 });
    const { body } = await server.admin.get<{ createdAt: string; startedAt: string; finishedAt: string }>(
      `/jobs/${job.id}`,
    );
    spy.mockRestore();
    const times = [body.createdAt, body.startedAt, body.finishedAt];
    expect(times).toEqual([...times].sort());
    expect(Math.abs(Date.parse(body.createdAt) - Date.now())).toBeLessThan(300_000);
  });
});
