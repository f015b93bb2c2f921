import type { Approval, Problem, Rollout, RolloutPlan } from '@hyprbox/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collide } from '../../test/collision.js';
import { startReplica } from '../../test/replica.js';
import { RolloutsAtRest } from '../../test/rollouts-at-rest.js';
import { Caller, startTestServer, type Answer, type TestServer } from '../../test/test-server.js';

const secret = 'only for tests, and long enough for them';
const hosts = ['web-1', 'web-2', 'web-3', 'web-4'];

describe('where more than two hosts need an approval, what one user starts one after the other', () => {
  let server: TestServer;
  let rest: RolloutsAtRest;
  let operator: Caller;

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_JWT_SECRET: secret });
    rest = await RolloutsAtRest.of(server);
    await rest.nodes(hosts);
    operator = await rest.caller('OPERATOR');
  });
  beforeEach(() => server.admin.patch('/settings', { approvals: { hostsMoreThan: 2, adHoc: false } }));
  afterEach(async () => {
    await rest.sql('UPDATE rollouts SET approval_id = NULL');
    for (const table of ['idempotency_keys', 'jobs', 'executions', 'approvals', 'rollouts'])
      await rest.sql(`DELETE FROM ${table}`);
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await server.stop();
  });

  const job = (nodeId: string, preset = 'system-facts', by = operator): Promise<Answer<Problem>> =>
    by.post<Problem>('/jobs', { nodeId, preset, variables: {} });
  const rollout = async (nodeIds: string[], work: object = { preset: 'system-facts' }, by = operator) =>
    (await by.post<Rollout & Problem>('/rollouts', { ...work, selector: { nodeIds } })).body;

  it('is refused as jobs from the third host on, with what to do', async () => {
    for (const nodeId of ['web-1', 'web-2', 'web-1']) expect((await job(nodeId)).status).toBe(201);
    const { status, body } = await job('web-3');
    expect([status, body.code]).toEqual([409, 'APPROVAL_NEEDED']);
    expect(body.detail).toContain('the last 10 minutes');
    expect(body.detail).toContain('Start one rollout on all hosts that are left');
    expect((await job('web-3', 'package-update')).status, 'another preset').toBe(201);
    expect((await job('web-3', 'system-facts', server.admin)).status, 'another user').toBe(201);
  });

  it('counts for ten minutes', async () => {
    for (const nodeId of ['web-1', 'web-2']) await job(nodeId);
    await rest.sql(`UPDATE jobs SET created_at = now() - interval '9 minutes 50 seconds'`);
    expect((await job('web-3')).status).toBe(409);
    await rest.sql(`UPDATE jobs SET created_at = now() - interval '10 minutes 1 second'`);
    expect((await job('web-3')).status).toBe(201);
  });

  it('counts however many there are where the settings allow that', async () => {
    await server.admin.patch('/settings', { approvals: { hostsMoreThan: null } });
    for (const nodeId of hosts) expect((await job(nodeId)).status).toBe(201);
  });

  it('is no more when it comes at once, at two replicas', async () => {
    await using other = await startReplica(server.database.url, { HYPRBOX_JWT_SECRET: secret });
    const elsewhere = new Caller(other.url, operator.token);
    await job('web-1');
    const answers = await collide(server.database.url, 'LOCK TABLE jobs IN SHARE MODE', [
      () => job('web-2'),
      () => job('web-3', 'system-facts', elsewhere),
      () => job('web-4', 'system-facts', elsewhere),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await rest.rows('SELECT count(DISTINCT node_id)::integer AS hosts FROM jobs')).toEqual([{ hosts: 2 }]);
  });

  it('asks for an approval as rollouts, and the plan says so', async () => {
    expect(await rollout(['web-1', 'web-2'])).toMatchObject({ state: 'RUNNING', approvalId: null });
    expect(await rollout(['web-2'])).toMatchObject({ state: 'RUNNING' });
    const request = { preset: 'system-facts', selector: { nodeIds: ['web-3'] } };
    const plan = (by: Caller) => by.post<RolloutPlan>('/rollouts', { ...request, dryRun: true });
    expect((await plan(operator)).body).toMatchObject({ needsApproval: true, approvalCauses: ['HOSTS'] });
    expect((await plan(server.admin)).body).toMatchObject({ needsApproval: false, approvalCauses: [] });
    const third = await rollout(['web-3']);
    expect(third.state).toBe('AWAITING_APPROVAL');
    const { body } = await operator.get<Approval>(`/approvals/${third.approvalId}`);
    expect(body.causes).toEqual(['HOSTS']);
    expect((await job('web-3')).status, 'a job of its own').toBe(409);
  });

  it('leaves out what has an approval', async () => {
    const { approvalId } = await rollout(['web-1', 'web-2', 'web-3']);
    expect((await server.admin.post(`/approvals/${approvalId}/approve`, {})).status).toBe(200);
    expect((await job('web-4')).status).toBe(201);
  });

  it('counts a script of one’s own by what it does', async () => {
    const { admin } = server;
    for (const nodeId of ['web-1', 'web-2']) await rollout([nodeId], { script: 'reboot' }, admin);
    expect(await rollout(['web-3'], { script: 'uptime' }, admin)).toMatchObject({ state: 'RUNNING' });
    expect(await rollout(['web-3'], { script: 'reboot' }, admin)).toMatchObject({ state: 'AWAITING_APPROVAL' });
  });

  it('makes one rollout that asks for an approval, also at once', async () => {
    await rollout(['web-1', 'web-2']);
    const lock = 'LOCK TABLE rollouts IN SHARE MODE';
    const starts = ['web-3', 'web-4'].map((nodeId) => () => rollout([nodeId], { preset: 'package-update' }));
    await rollout(['web-1'], { preset: 'package-update' });
    const made = await collide(server.database.url, lock, starts);
    expect(made.map(({ state }) => state).sort()).toEqual(['AWAITING_APPROVAL', 'RUNNING']);
  });
});
