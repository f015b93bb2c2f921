import type { Approval, Problem } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aSource, PresetWriter } from '../../../test/preset-authors.js';
import { RolloutsDriver } from '../../../test/rollouts-driver.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';

describe('a rollout that waits for an approval', () => {
  let server: TestServer;
  let rollouts: RolloutsDriver;
  const hosts = ['web-1', 'web-2'];

  beforeAll(async () => {
    server = await startTestServer();
    rollouts = new RolloutsDriver(server);
    await rollouts.hosts(...hosts);
    await server.admin.patch('/settings', { approvals: { hostsMoreThan: 1 } });
  });
  afterAll(() => server.stop());

  const approval = async (id: string | null): Promise<Approval> =>
    (await server.admin.get<Approval>(`/approvals/${id ?? ''}`)).body;

  it('starts once it has it, and not before', async () => {
    const { id, state, approvalId } = await rollouts.start(hosts);
    expect(state).toBe('AWAITING_APPROVAL');
    expect((await rollouts.refused(id, 'pause')).body.detail).toMatch(/^The rollout waits for an approval/);
    expect((await rollouts.refused(id, 'resume')).status).toBe(409);
    await rollouts.look();
    expect(await rollouts.claim('web-1')).toBeNull();
    const { status } = await server.admin.post(`/approvals/${approvalId ?? ''}/override`, { reason: 'It burns.' });
    expect(status).toBe(200);
    await rollouts.run('web-1');
    await rollouts.run('web-2');
    await rollouts.untilState(id, 'SUCCEEDED');
  });

  it('runs what was approved although its preset is retired since, and is not made again', async () => {
    const presets = new PresetWriter(server.admin);
    await presets.version('greeting', aSource());
    const { id, approvalId } = await rollouts.start(hosts, { preset: 'greeting' });
    await presets.retire('greeting');
    const { status } = await server.admin.post(`/approvals/${approvalId ?? ''}/override`, { reason: 'It burns.' });
    expect(status).toBe(200);
    await rollouts.run('web-1');
    await rollouts.run('web-2', { exitCode: 1 });
    await rollouts.untilState(id, 'PARTIAL');
    const again = await server.admin.post<Problem>(`/rollouts/${id}/retry`, { states: ['FAILED'] });
    expect(again).toMatchObject({ status: 409, body: { code: 'PRESET_RETIRED' } });
  });

  it('never starts once it is refused', async () => {
    const { id, approvalId } = await rollouts.start(hosts);
    expect((await server.admin.post(`/approvals/${approvalId ?? ''}/reject`, {})).status).toBe(200);
    const { finishedAt } = await rollouts.untilState(id, 'ABORTED REJECTED');
    expect(finishedAt).not.toBeNull();
    expect(await rollouts.states(id)).toEqual(['CANCELLED ABORTED', 'CANCELLED ABORTED']);
  });

  it('waits for none any more once it is aborted', async () => {
    const { id, approvalId } = await rollouts.start(hosts);
    await rollouts.ask(id, 'abort', { reason: 'not today' });
    await rollouts.untilState(id, 'ABORTED BY_USER');
    expect((await approval(approvalId)).state).toBe('EXPIRED');
    expect((await server.admin.post(`/approvals/${approvalId ?? ''}/override`, { reason: 'x' })).status).toBe(409);
    expect(await rollouts.claim('web-1')).toBeNull();
  });
});
