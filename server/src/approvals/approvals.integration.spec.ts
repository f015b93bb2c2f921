import { eventually } from '@hyprbox/testing';
import type { Alert, AlertRule, Approval, ApprovalSummary, AuditEvent, Page, Problem } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Alerts } from '../../test/alerts.js';
import { admin, startTestServer, type Caller, type TestServer } from '../../test/test-server.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ScheduledTasks } from '../scheduled-tasks/scheduled-tasks.js';
import { ApprovalHandlers } from './approval-handlers.js';
import { ApprovalRequests } from './approval-requests.js';
import { ApprovalRequirement } from './approval-requirement.js';

interface Person {
  id: string;
  name: string;
  caller: Caller;
}

describe('/api/approvals', () => {
  let server: TestServer;
  let asker: Person;
  let second: Person;
  let third: Person;
  let boss: Person;

  beforeAll(async () => {
    server = await startTestServer();
    for (const id of ['web-1', 'web-2', 'web-3']) await server.node(id);
    [asker, second, third, boss] = await Promise.all([
      person('Ann', 'OPERATOR'),
      person('Bob', 'OPERATOR'),
      person('Cid', 'OPERATOR'),
      person('Dora', 'ADMIN'),
    ]);
    // Stands in for the module of the rollouts, as far as approvals are concerned with it.
    server.app.get(ApprovalHandlers).register({
      approved: async (tx, id) => {
        await tx.manager.query(`UPDATE rollouts SET state = 'RUNNING' WHERE id = $1`, [id]);
      },
      ended: async (tx, id, reason) => {
        await tx.manager.query(`UPDATE rollouts SET state = 'EXPIRED', reason = $2 WHERE id = $1`, [id, reason]);
      },
    });
  });
  afterEach(() =>
    server.admin.patch('/settings', { approvals: { presets: [], tags: [], hostsMoreThan: null, adHoc: false } }),
  );
  afterAll(() => server.stop());

  const sql = <Row = Record<string, unknown>>(text: string, parameters: unknown[] = []): Promise<Row[]> =>
    server.app.get(DataSource).query<Row[]>(text, parameters);

  async function person(name: string, role: string): Promise<Person> {
    const [id, email] = [uuidv7(), `${name}@example.com`.toLowerCase()];
    await sql(
      `INSERT INTO users (id, email, name, password_hash, role, created_at)
       SELECT $1, $2, $3, password_hash, $4, now() FROM users WHERE email = $5`,
      [id, email, name, role, admin.email],
    );
    return { id, name, caller: server.as(await signIn(email)) };
  }

  async function signIn(email: string): Promise<string> {
    const { password } = admin;
    return (await server.anonymous.post<{ token: string }>('/auth/login', { email, password })).body.token;
  }

  /** A rollout that waits for an approval, as the one who creates them stores it. */
  async function asked(by: Person = asker, preset: string | null = 'system-facts'): Promise<string> {
    const rolloutId = uuidv7();
    return server.app.get(UnitOfWork).system('rollouts', async (tx) => {
      await tx.manager.query(
        `INSERT INTO rollouts (id, name, state, preset, preset_version, script, script_sha256, secret_refs, variables, selector,
           targets_digest, targets, budget, budget_hosts, when_offline, wait_seconds, timeout_seconds, gates,
           during_maintenance, wave, confirmed_wave, created_at, start_at)
         VALUES ($1, 'Facts', 'AWAITING_APPROVAL', $2, 1, 'uname -a', 'abc', '{}', '{"a": 1}', '{"all": true}', 'def', 2, '10%', 1,
           'WAIT', 60, 60, '{}', false, 0, 0, now(), now() + interval '1 hour')`,
        [rolloutId, preset],
      );
      await tx.manager.query(
        `INSERT INTO rollout_targets (rollout_id, node_id, wave, state)
         VALUES ($1, 'web-1', 1, 'PENDING'), ($1, 'web-2', 2, 'PENDING')`,
        [rolloutId],
      );
      const { id, name } = by;
      return server.app.get(ApprovalRequests).request(tx, { rolloutId, causes: ['PRESET'], orderer: { id, name } });
    });
  }

  const get = async (id: string): Promise<Approval> => (await server.admin.get<Approval>(`/approvals/${id}`)).body;
  const rolloutOf = async (id: string) =>
    (
      await sql('SELECT r.state, r.reason FROM rollouts r JOIN approvals a ON a.rollout_id = r.id WHERE a.id = $1', [
        id,
      ])
    )[0];
  const entriesOf = async (id: string): Promise<AuditEvent[]> =>
    (await server.admin.get<Page<AuditEvent>>('/audit?limit=100')).body.items.filter(({ target }) => target.id === id);

  it('are given by another, once, and the rollout starts in the same moment', async () => {
    const id = await asked();
    expect(await get(id)).toMatchObject({
      name: 'Facts',
      state: 'PENDING',
      causes: ['PRESET'],
      preset: 'system-facts',
      targets: 2,
      script: 'uname -a',
      requestedByName: 'Ann',
      decidedAt: null,
      lastScript: null,
    });
    const { digest } = await get(id);
    const answer = await second.caller.post<Approval>(`/approvals/${id}/approve`, { comment: 'Go on', digest });
    expect(answer).toMatchObject({
      status: 200,
      body: { state: 'APPROVED', decidedBy: second.id, decidedByName: 'Bob', comment: 'Go on' },
    });
    expect(await rolloutOf(id)).toMatchObject({ state: 'RUNNING' });
    const twice = await third.caller.post<Problem>(`/approvals/${id}/reject`, {});
    expect(twice).toMatchObject({ status: 409, body: { code: 'APPROVAL_DECIDED' } });
    expect(twice.body.detail).toContain('approved by Bob');
    expect(await entriesOf(id)).toMatchObject([
      { action: 'approval.approve', actor: { id: second.id }, details: { digest, comment: 'Go on' } },
    ]);
  });

  it('are never given by who asked, in whatever session and role, but may be taken back by them', async () => {
    const [own, admins] = [await asked(), await asked(boss)];
    const elsewhere = server.as(await signIn('ann@example.com'));
    const tries = [
      await asker.caller.post<Problem>(`/approvals/${own}/approve`, {}),
      await elsewhere.post<Problem>(`/approvals/${own}/approve`, {}),
      await boss.caller.post<Problem>(`/approvals/${admins}/approve`, {}),
    ];
    for (const { status, body } of tries) {
      expect([status, body.code]).toEqual([403, 'OWN_APPROVAL']);
      expect(body.detail).toContain('another user has to give it');
    }
    expect(await rolloutOf(own)).toMatchObject({ state: 'AWAITING_APPROVAL' });
    expect((await elsewhere.post(`/approvals/${own}/reject`, { comment: 'Not today' })).status).toBe(200);
    expect(await rolloutOf(own)).toEqual({ state: 'EXPIRED', reason: 'REJECTED' });
    // An agent has no part in it.
    const { body } = await server.admin.post<{ token: string }>('/tokens', { name: 'agent' });
    expect((await server.as(body.token).post(`/approvals/${admins}/approve`, {})).status).toBe(403);
    expect((await second.caller.post(`/approvals/${admins}/override`, { reason: 'x' })).status).toBe(403);
  });

  it.each([
    ['the script', `UPDATE rollouts SET script = 'rm -rf /' WHERE id = $1`],
    ['a variable', `UPDATE rollouts SET variables = '{"a": 2}' WHERE id = $1`],
    ['the script of the gate', `UPDATE rollouts SET gate_check = '{"script": "true"}' WHERE id = $1`],
    ['a host', `UPDATE rollout_targets SET node_id = 'web-3' WHERE rollout_id = $1 AND node_id = 'web-2'`],
    ['the number of hosts', `DELETE FROM rollout_targets WHERE rollout_id = $1 AND node_id = 'web-2'`],
    ['the window', `UPDATE rollouts SET window_id = gen_random_uuid() WHERE id = $1`],
    ['the time', `UPDATE rollouts SET start_at = start_at + interval '1 second' WHERE id = $1`],
  ])('are void once %s is another', async (_, change) => {
    const id = await asked();
    const { rolloutId, digest } = await get(id);
    await sql(change, [rolloutId]);
    for (const [caller, path, body] of [
      [second.caller, 'approve', { digest }],
      [boss.caller, 'override', { digest, reason: 'Now' }],
    ] as const) {
      const answer = await caller.post<Problem>(`/approvals/${id}/${path}`, body);
      expect([answer.status, answer.body.code]).toEqual([409, 'APPROVAL_VOID']);
    }
    expect(await rolloutOf(id)).toMatchObject({ state: 'AWAITING_APPROVAL' });
    expect((await second.caller.post(`/approvals/${id}/reject`, {})).status).toBe(200);
  });

  it('refuse a decision about something else than what was looked at', async () => {
    const id = await asked();
    const answer = await second.caller.post<Problem>(`/approvals/${id}/approve`, { digest: '0'.repeat(64) });
    expect([answer.status, answer.body.code]).toEqual([409, 'APPROVAL_NOT_AS_SEEN']);
    expect((await get(id)).state).toBe('PENDING');
  });

  it('are decided by one of several who try at once', async () => {
    const id = await asked();
    const answers = await Promise.all([
      second.caller.post<Problem>(`/approvals/${id}/approve`, {}),
      third.caller.post<Problem>(`/approvals/${id}/approve`, {}),
      boss.caller.post<Problem>(`/approvals/${id}/reject`, {}),
      boss.caller.post<Problem>(`/approvals/${id}/override`, { reason: 'Now' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await entriesOf(id)).toHaveLength(1);
  });

  it('end after their time, and cannot be given after it even before that is seen to', async () => {
    const id = await asked();
    await sql(`UPDATE approvals SET expires_at = now() WHERE id = $1`, [id]);
    const late = await second.caller.post<Problem>(`/approvals/${id}/approve`, {});
    expect(late.status).toBe(409);
    expect(['APPROVAL_EXPIRED', 'APPROVAL_DECIDED']).toContain(late.body.code);
    server.app.get(ScheduledTasks).hasten('approvals', 0);
    await eventually(async () => (await get(id)).state === 'EXPIRED');
    expect(await rolloutOf(id)).toEqual({ state: 'EXPIRED', reason: 'NOT_APPROVED' });
    expect(await entriesOf(id)).toMatchObject([{ action: 'approval.expire', actor: { type: 'system' } }]);
  });

  it('end with a rollout that is over before anybody decided', async () => {
    const id = await asked();
    const { rolloutId } = await get(id);
    await server.app.get(UnitOfWork).system('rollouts', async (tx) => {
      await tx.manager.query(`UPDATE rollouts SET state = 'ABORTED' WHERE id = $1`, [rolloutId]);
      await server.app.get(ApprovalRequests).withdraw(tx, rolloutId, 'The rollout was aborted.');
    });
    expect(await get(id)).toMatchObject({ state: 'EXPIRED', decidedBy: null, comment: 'The rollout was aborted.' });
    const late = await second.caller.post<Problem>(`/approvals/${id}/approve`, {});
    expect([late.status, late.body.code]).toEqual([409, 'APPROVAL_DECIDED']);
    expect(await rolloutOf(id)).toMatchObject({ state: 'ABORTED' });
  });

  it('are overridden by an admin, who may have asked, and an alert says so for an hour', async () => {
    await using alerts = await Alerts.of(server);
    const rules = (await server.admin.get<Page<AlertRule>>('/alerts/rules?limit=200')).body.items;
    const rule = rules.find(({ name }) => name === 'HyprBox: an approval was overridden') ?? { id: '' };
    await sql(`UPDATE approvals SET decided_at = now() - interval '2 hours' WHERE state = 'OVERRIDDEN'`);
    await alerts.evaluate();
    const id = await asked(boss);
    expect((await boss.caller.post(`/approvals/${id}/override`, {})).status).toBe(400);
    const answer = await boss.caller.post<Approval>(`/approvals/${id}/override`, { reason: 'The site is down' });
    expect(answer).toMatchObject({ status: 200, body: { state: 'OVERRIDDEN', comment: 'The site is down' } });
    expect(await rolloutOf(id)).toMatchObject({ state: 'RUNNING' });
    expect(await entriesOf(id)).toMatchObject([
      { action: 'approval.override', actor: { id: boss.id }, details: { reason: 'The site is down' } },
    ]);
    await alerts.evaluate();
    expect(await alerts.found(rule)).toMatchObject([{ state: 'FIRING', target: { check: 'APPROVAL_OVERRIDE' } }]);
    await sql(`UPDATE approvals SET decided_at = decided_at - interval '61 minutes' WHERE id = $1`, [id]);
    await alerts.evaluate();
    const states = (await alerts.found(rule)).map(({ state }: Alert) => state);
    expect(states[0]).toBe('RESOLVED');
  });

  it('show what ran of the preset before, whatever was only queued or a test of a draft', async () => {
    const job = (nodeId: string) =>
      server.admin.post<{ id: string; script: string }>('/jobs', { nodeId, preset: 'system-facts', variables: {} });
    const before = (await job('web-1')).body;
    const tested = (await job('web-2')).body;
    const id = await asked();
    await sql(`UPDATE executions SET started_at = now() WHERE id = $1`, [before.id]);
    expect(await get(id)).toMatchObject({ lastJobId: before.id, lastRolloutId: null, lastScript: before.script });
    await sql(`UPDATE executions SET started_at = now() WHERE id = $1`, [tested.id]);
    expect(await get(id)).toMatchObject({ lastJobId: tested.id });
    await sql(`UPDATE jobs SET is_test = true, preset_version = 0 WHERE id = $1`, [tested.id]);
    expect(await get(id)).toMatchObject({ lastJobId: before.id });
    expect(await get(await asked(asker, null))).toMatchObject({ preset: null, lastJobId: null, lastScript: null });
    await sql(`UPDATE executions SET status = 'SUCCEEDED', finished_at = now() WHERE status <> 'SUCCEEDED'`);
  });

  it('are listed newest first, those of one state too', async () => {
    const ids = [await asked(), await asked(), await asked()];
    await second.caller.post(`/approvals/${ids[1]}/reject`, {});
    const list = async (query: string) => (await second.caller.get<Page<ApprovalSummary>>(`/approvals?${query}`)).body;
    const first = await list('state=PENDING&limit=1');
    expect(first.items.map(({ id }) => id)).toEqual([ids[2]]);
    const next = await list(`state=PENDING&limit=1&cursor=${first.nextCursor}`);
    expect(next.items.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await list('limit=2')).items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect((await second.caller.get('/approvals?state=MAYBE')).status).toBe(400);
    expect((await second.caller.get(`/approvals/${uuidv7()}`)).status).toBe(404);
    expect((await second.caller.post(`/approvals/${uuidv7()}/approve`, {})).status).toBe(404);
  });

  describe('are needed', () => {
    const causes = (plan: Parameters<ApprovalRequirement['causesOf']>[0]) =>
      server.app.get(ApprovalRequirement).causesOf(plan);
    const plan = { preset: 'system-facts', nodeIds: ['web-1', 'web-2'] };

    it('for nothing at first', async () => {
      expect(await causes(plan)).toEqual([]);
      expect(await causes({ preset: null, nodeIds: ['web-1'] })).toEqual([]);
    });

    it.each([
      ['a preset', { presets: ['system-facts'] }, plan, ['PRESET']],
      ['the preset of a gate', { presets: ['check'] }, { ...plan, checkPreset: 'check' }, ['PRESET']],
      ['many hosts', { hostsMoreThan: 1 }, plan, ['HOSTS']],
      ['no more hosts than are allowed', { hostsMoreThan: 2 }, plan, []],
      ['a script of one’s own', { adHoc: true }, { ...plan, preset: null }, ['AD_HOC']],
      ['a tag of one of the hosts', { tags: ['prod'] }, plan, ['TAG']],
      ['a tag of none of them', { tags: ['test'] }, plan, []],
      [
        'several reasons',
        { presets: ['system-facts'], tags: ['prod'], hostsMoreThan: 0, adHoc: true },
        plan,
        ['PRESET', 'TAG', 'HOSTS'],
      ],
    ] as const)('for %s', async (_, approvals, { ...asked }, expected) => {
      await sql(`UPDATE nodes SET tags = '{prod}' WHERE id = 'web-2'`);
      expect((await server.admin.patch('/settings', { approvals })).status).toBe(200);
      expect(await causes(asked)).toEqual(expected);
    });

    it('so that a backup cannot run what they are for', async () => {
      const hook = { preset: 'system-facts', variables: {} };
      const policy = {
        name: 'files',
        nodeId: 'web-1',
        repository: '/srv/backups',
        passwordRef: 'env:RESTIC_PASSWORD',
        paths: ['/etc'],
        schedule: '0 3 * * *',
        preHook: hook,
      };
      await server.admin.patch('/settings', { approvals: { presets: ['system-facts'] } });
      const refused = await boss.caller.post<Problem>('/backups/policies', policy);
      expect(refused.status).toBe(400);
      expect(refused.body.errors).toMatchObject([{ pointer: '/preHook/preset' }]);
      await server.admin.patch('/settings', { approvals: { presets: [] } });
      const { status, body } = await boss.caller.post<{ id: string }>('/backups/policies', policy);
      expect(status).toBe(201);
      await server.admin.patch('/settings', { approvals: { presets: ['system-facts'] } });
      const change = (changes: object) => boss.caller.patch(`/backups/policies/${body.id}`, changes);
      expect((await change({ paths: ['/srv'] })).status).toBe(200);
      expect((await change({ postHook: hook })).status).toBe(400);
    });

    it('so that a job of its own cannot go round them', async () => {
      const job = { nodeId: 'web-1', preset: 'system-facts', variables: {} };
      await server.admin.patch('/settings', { approvals: { presets: ['system-facts'] } });
      for (const caller of [asker.caller, boss.caller]) {
        const { status, body } = await caller.post<Problem>('/jobs', job);
        expect([status, body.code]).toEqual([409, 'APPROVAL_NEEDED']);
        expect(body.detail).toContain('Start it as a rollout, which asks for an approval');
      }
      await server.admin.patch('/settings', { approvals: { presets: [] } });
      expect((await asker.caller.post('/jobs', job)).status).toBe(201);
    });
  });
});
