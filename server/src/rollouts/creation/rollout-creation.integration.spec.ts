import { createHash, randomUUID } from 'node:crypto';
import {
  adHocPreset,
  type AuditEvent,
  type HostStates,
  type Page,
  type Problem,
  type Rollout,
  type RolloutPlan,
  type RolloutSummary,
  type RolloutTarget,
  type Selection,
} from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestStatements } from '../../../test/request-statements.js';
import { RolloutsAtRest } from '../../../test/rollouts-at-rest.js';
import { startTestServer, type Answer, type Caller, type TestServer } from '../../../test/test-server.js';

const web = { preset: 'system-facts', selector: { tagsAny: ['web'] } };
const nothing = '01999999-0000-7000-8000-000000000000';

describe('a rollout that is made', () => {
  let server: TestServer;
  let rollouts: RolloutsAtRest;
  const hosts = ['web-1', 'web-2', 'web-3', 'web-4', 'web-5'];

  beforeAll(async () => {
    server = await startTestServer();
    rollouts = await RolloutsAtRest.of(server);
    await rollouts.nodes([...hosts, 'gone'], ['web']);
    await rollouts.nodes(['db-1'], ['db']);
    await server.admin.delete('/nodes/gone');
  });
  afterAll(async () => {
    await rollouts[Symbol.asyncDispose]();
    await server.stop();
  });

  const create = (body: object, caller: Caller = server.admin): Promise<Answer<Rollout & Problem>> =>
    caller.post<Rollout & Problem>('/rollouts', body);
  const targets = async (id: string, query = ''): Promise<RolloutTarget[]> =>
    (await server.admin.get<Page<RolloutTarget>>(`/rollouts/${id}/targets${query}`)).body.items;

  it('has frozen what runs, where and in which waves', async () => {
    const { status, body } = await create({ ...web, variables: { section: 'all' } });
    expect(status).toBe(201);
    const selection = await server.admin.post<Selection>('/nodes/select', { selector: web.selector });
    expect(body).toMatchObject({
      name: 'system-facts',
      state: 'RUNNING',
      preset: 'system-facts',
      variables: { section: 'all' },
      selector: web.selector,
      targets: 5,
      targetsDigest: selection.body.digest,
      scriptSha256: createHash('sha256').update(body.script).digest('hex'),
      counts: { pending: 5, running: 0 },
      budget: '10%',
      budgetHosts: 1,
      whenOffline: 'WAIT',
      waitSeconds: 86_400,
      timeoutSeconds: 3_600,
      wave: 0,
      waveCount: 3,
      createdByName: 'admin',
      retryOf: null,
    });
    expect(body.waves.map(({ number, size, targets }) => [number, size, targets])).toEqual([
      [1, '1', 1],
      [2, '10%', 1],
      [3, '100%', 3],
    ]);
    const placed = (await targets(body.id)).map(({ nodeId, wave, state }) => [nodeId, wave, state]);
    expect(placed).toEqual(hosts.map((id, index) => [id, Math.min(index + 1, 3), 'PENDING']));
    const { items } = (await server.admin.get<Page<AuditEvent>>(`/audit?action=rollout.create&target=${body.id}`)).body;
    expect(items).toMatchObject([{ details: { targets: 5, targetsDigest: body.targetsDigest, budget: '10%' } }]);
  });

  it('keeps its hosts and its script, whatever becomes of names and tags', async () => {
    const { body } = await create(web);
    await rollouts.nodes(['web-6'], ['web']);
    await server.admin.patch('/nodes/web-2', { tags: ['db'], displayName: 'another' });
    await server.admin.delete('/nodes/web-6');
    const { body: after } = await server.admin.get<Rollout>(`/rollouts/${body.id}`);
    expect(after).toEqual(body);
    expect((await targets(body.id)).map(({ nodeId }) => nodeId)).toEqual(hosts);
    await server.admin.patch('/nodes/web-2', { tags: ['web'] });
  });

  it('starts later where that is asked for', async () => {
    const startAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await create({ ...web, startAt, name: 'Tonight' });
    expect(body).toMatchObject({ state: 'SCHEDULED', startAt, startedAt: null, name: 'Tonight' });
    expect((await create({ ...web, startAt: '2020-01-01T00:00:00Z' })).body).toMatchObject({ state: 'RUNNING' });
  });

  it.each([
    ['no host', { selector: { tagsAny: ['nobody'] } }, '/selector'],
    ['decommissioned hosts alone', { selector: { nodeIds: ['gone'] } }, '/selector'],
    ['an empty selector', { selector: {} }, '/selector'],
    ['all hosts and conditions', { selector: { all: true, tagsAny: ['web'] } }, '/selector'],
    ['a budget of 0', { budget: 0 }, '/budget'],
    ['a budget of 0 %', { budget: '0%' }, '/budget'],
    ['a budget of 101 %', { budget: '101%' }, '/budget'],
    ['a budget below nothing', { budget: '-1' }, '/budget'],
    ['a budget that is half a host', { budget: 0.5 }, '/budget'],
    ['no waves', { waves: [] }, '/waves'],
    ['a wave of none', { waves: [{ size: '0' }] }, '/waves/0/size'],
    ['a wave of more than all', { waves: [{ size: '101%' }] }, '/waves/0/size'],
    ['a soak below nothing', { waves: [{ size: '1', soakSeconds: -1 }] }, '/waves/0/soakSeconds'],
    ['a preset and a script', { script: 'true' }, '/preset'],
    ['neither', { preset: undefined }, '/preset'],
    ['a variable that there is not', { variables: { toString: 'x' } }, '/variables/toString'],
    ['a check that is no preset', { gates: { checkPreset: 'nope' } }, '/gates/checkPreset'],
    ['a window that there is not', { windowId: nothing }, '/windowId'],
    ['a time without a zone', { startAt: '2030-01-01T00:00:00' }, '/startAt'],
    ['a script that can not be stored', { preset: undefined, script: 'a\0b' }, '/script'],
    ['a script that is too long in bytes', { preset: undefined, script: 'é'.repeat(300 * 1024) }, '/script'],
    ['a version of a script', { preset: undefined, script: 'true', presetVersion: 1 }, '/presetVersion'],
    ['a field that there is not', { hosts: ['web-1'] }, '/hosts'],
  ])('is none with %s', async (_what, differing, pointer) => {
    const { status, body } = await create({ ...web, ...differing });
    expect([status, body.errors?.map((each) => each.pointer)]).toEqual([400, expect.arrayContaining([pointer])]);
  });

  it('is none of a preset that there is not, or that is at another version by now', async () => {
    expect((await create({ ...web, preset: 'nope' })).status).toBe(404);
    const { status, body } = await create({ ...web, presetVersion: 4_711 });
    expect([status, body.code]).toEqual([409, 'PRESET_VERSION_CHANGED']);
    expect(body.detail).toMatch(/is at version \d+, not 4711/);
  });

  it('takes a share of all hosts, down to the last, as its budget', async () => {
    expect((await create({ ...web, budget: '100%' })).body).toMatchObject({ budget: '100%', budgetHosts: 5 });
    expect((await create({ ...web, budget: 3 })).body).toMatchObject({ budget: 3, budgetHosts: 3 });
  });

  it('is none for a viewer, and of one’s own script none for an operator', async () => {
    const viewer = await rollouts.caller('VIEWER');
    const operator = await rollouts.caller('OPERATOR');
    const script = { selector: web.selector, script: 'echo "$HOSTNAME"\n' };
    expect((await create(web, viewer)).status).toBe(403);
    expect((await create({ ...web, dryRun: true }, viewer)).status).toBe(403);
    expect((await create(web, operator)).status).toBe(201);
    for (const more of [{}, { dryRun: true }]) {
      const { status, body } = await create({ ...script, ...more }, operator);
      expect([status, body.detail]).toEqual([403, expect.stringContaining('job.adhoc')]);
    }
    const { status, body } = await create(script);
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'echo "$HOSTNAME"', preset: null, presetVersion: null, script: script.script });
    expect((await server.admin.get<Rollout>(`/rollouts/${body.id}`)).body.script).toBe(script.script);
    expect((await operator.get(`/rollouts/${body.id}`)).status).toBe(200);
  });

  it('is found among the others by its state, preset and maker', async () => {
    const operator = await rollouts.caller('OPERATOR');
    const { body: own } = await create(web, operator);
    const { body: script } = await create({ selector: web.selector, script: 'uptime' });
    const list = async (query: string): Promise<Page<RolloutSummary>> =>
      (await server.admin.get<Page<RolloutSummary>>(`/rollouts?${query}`)).body;
    const first = await list('limit=1');
    expect(first.items).toMatchObject([{ id: script.id, counts: { pending: 5 }, waveCount: 3 }]);
    expect(first.items[0]).not.toHaveProperty('script');
    expect((await list(`limit=1&cursor=${first.nextCursor ?? ''}`)).items).toMatchObject([{ id: own.id }]);
    const scripts = await list(`preset=${encodeURIComponent(adHocPreset)}&createdBy=${script.createdBy ?? ''}`);
    expect(scripts.items[0]?.id).toBe(script.id);
    expect(scripts.items.every(({ preset }) => preset === null)).toBe(true);
    expect((await list(`createdBy=${own.createdBy ?? ''}&preset=system-facts`)).items[0]?.id).toBe(own.id);
    expect((await list('state=SUCCEEDED,ABORTED')).items).toEqual([]);
    expect((await list('state=RUNNING,SCHEDULED')).items).not.toEqual([]);
    expect((await list(`scheduleId=${nothing}`)).items).toEqual([]);
    for (const query of ['state=DONE', 'createdBy=me', 'limit=0', 'cursor=x', 'scheduleId=1'])
      expect((await server.admin.get(`/rollouts?${query}`)).status).toBe(400);
  });

  it('is one, however often it is ordered under one name', async () => {
    const key = randomUUID();
    const order = async (body: object): Promise<Answer<Rollout & Problem>> => {
      const response = await server.admin.fetch('/rollouts', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Rollout & Problem };
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => order(web)));
    answers.push(await order({ ...web, budget: '10%', variables: {} }));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await order({ ...web, budget: '20%' })).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('waits for an approval where the settings want one', async () => {
    await server.admin.patch('/settings', { approvals: { hostsMoreThan: 4 } });
    const startAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await create({ ...web, startAt });
    expect(body).toMatchObject({ state: 'AWAITING_APPROVAL', startedAt: null });
    const approvals = await rollouts.rows('SELECT id, state, causes FROM approvals WHERE rollout_id = $1', [body.id]);
    expect(approvals).toEqual([{ id: body.approvalId, state: 'PENDING', causes: ['HOSTS'] }]);
    const { body: plan } = await server.admin.post<RolloutPlan>('/rollouts', { ...web, dryRun: true });
    expect(plan).toMatchObject({ needsApproval: true, approvalCauses: ['HOSTS'] });
    const small = { preset: 'package-update', selector: { nodeIds: ['web-1'] } };
    expect((await create(small)).body).toMatchObject({ state: 'RUNNING' });
    await server.admin.patch('/settings', { approvals: { hostsMoreThan: null } });
  });

  describe('of some of another’s hosts', () => {
    const retry = async (id: string, states: string[], caller = server.admin): Promise<Answer<Rollout & Problem>> =>
      caller.post<Rollout & Problem>(`/rollouts/${id}/retry`, { states });
    const over = async (body: object): Promise<Rollout> => {
      const made = (await create(body)).body;
      await rollouts.become(made.id, ['web-1'], 'SUCCEEDED');
      await rollouts.become(made.id, ['web-2', 'web-3'], 'FAILED', { exitCode: 1 });
      await rollouts.become(made.id, ['web-4'], 'LOST');
      await rollouts.become(made.id, ['web-5'], 'SKIPPED');
      await rollouts.end(made.id, 'PARTIAL');
      return made;
    };

    it('runs what ran there, on those that went wrong', async () => {
      const before = await over({ ...web, variables: { section: 'all' }, budget: '50%', waves: [{ size: '2' }] });
      await rollouts.sql(`UPDATE rollouts SET script = script || '# frozen' WHERE id = $1`, [before.id]);
      const { status, body } = await retry(before.id, ['FAILED', 'LOST']);
      expect(status).toBe(201);
      expect(body).toMatchObject({
        retryOf: before.id,
        state: 'RUNNING',
        name: before.name,
        preset: before.preset,
        presetVersion: before.presetVersion,
        script: `${before.script}# frozen`,
        scriptSha256: before.scriptSha256,
        variables: before.variables,
        targets: 3,
        targetsDigest: createHash('sha256').update('web-2\nweb-3\nweb-4').digest('hex'),
        budget: '50%',
        budgetHosts: 1,
      });
      expect(body.waves.map(({ size, targets: hosts }) => [size, hosts])).toEqual([
        ['2', 2],
        ['100%', 1],
      ]);
      expect((await targets(body.id)).map(({ nodeId }) => nodeId)).toEqual(['web-2', 'web-3', 'web-4']);
      expect((await server.admin.get<Rollout>(`/rollouts/${before.id}`)).body.retriedBy).toEqual([body.id]);
    });

    it('is none while that one goes on, nor of hosts that there are not', async () => {
      const { body: open } = await create(web);
      expect(await retry(open.id, ['FAILED'])).toMatchObject({ status: 409, body: { code: 'ROLLOUT_NOT_OVER' } });
      const before = await over(web);
      expect(await retry(before.id, ['EXPIRED'])).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_RETRY' } });
      expect((await retry(nothing, ['FAILED'])).status).toBe(404);
      for (const states of [[], ['SUCCEEDED'], ['failed']]) expect((await retry(before.id, states)).status).toBe(400);
    });

    it('needs the right to scripts of one’s own where it runs one', async () => {
      const before = await over({ selector: web.selector, script: 'uptime' });
      expect((await retry(before.id, ['FAILED'], await rollouts.caller('OPERATOR'))).status).toBe(403);
      expect((await retry(before.id, ['FAILED'])).body).toMatchObject({ preset: null, script: 'uptime' });
    });

    it('shows those that went wrong first, a page at a time', async () => {
      const { id } = await over(web);
      const order = ['web-2', 'web-3', 'web-4', 'web-1', 'web-5'];
      expect((await targets(id)).map(({ nodeId }) => nodeId)).toEqual(order);
      const paged: string[] = [];
      for (let cursor = ''; ;) {
        const { body } = await server.admin.get<Page<RolloutTarget>>(`/rollouts/${id}/targets?limit=2${cursor}`);
        paged.push(...body.items.map(({ nodeId }) => nodeId));
        if (body.nextCursor === null) break;
        cursor = `&cursor=${body.nextCursor}`;
      }
      expect(paged).toEqual(order);
      expect((await targets(id, '?state=LOST,SKIPPED')).map(({ nodeId }) => nodeId)).toEqual(['web-4', 'web-5']);
      expect((await targets(id, '?wave=1')).map(({ nodeId }) => nodeId)).toEqual(['web-1']);
      const { body } = await server.admin.get<Rollout>(`/rollouts/${id}`);
      expect(body.counts).toMatchObject({ succeeded: 1, failed: 2, lost: 1, skipped: 1, pending: 0 });
      expect(body.waves.map(({ finished, failed }) => [finished, failed])).toEqual([
        [1, 0],
        [1, 1],
        [3, 2],
      ]);
      for (const query of ['state=GONE', 'wave=0', 'cursor=x', `cursor=${Buffer.from('[1,2]').toString('base64url')}`])
        expect((await server.admin.get(`/rollouts/${id}/targets?${query}`)).status).toBe(400);
      expect((await server.admin.get(`/rollouts/${nothing}/targets`)).status).toBe(404);
      const { body: picture } = await server.admin.get<HostStates>(`/rollouts/${id}/host-states`);
      const states = new Map((await targets(id)).map((each) => [each.nodeId, each.state]));
      const inWaves = [['web-1'], ['web-2'], ['web-3', 'web-4', 'web-5']];
      expect(picture.waves).toEqual(
        inWaves.map((nodeIds, index) => ({
          wave: index + 1,
          nodeIds,
          states: nodeIds.map((each) => states.get(each)),
        })),
      );
      expect((await server.admin.get(`/rollouts/${nothing}/host-states`)).status).toBe(404);
    });
  });

  describe('by its plan', () => {
    const plan = async (body: object): Promise<Answer<RolloutPlan>> =>
      server.admin.post<RolloutPlan>('/rollouts', { ...body, dryRun: true });

    it('is told with its hosts and waves, and made by nobody', async () => {
      const before = (await server.admin.get<Page<RolloutSummary>>('/rollouts?limit=1')).body.items;
      const { status, body } = await plan({ ...web, waves: [{ size: '2', soakSeconds: 5 }] });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        targets: 5,
        budgetHosts: 1,
        waves: [
          { number: 1, size: '2', soakSeconds: 5, targets: 2, hosts: ['web-1', 'web-2'] },
          { number: 2, size: '100%', soakSeconds: 0, targets: 3, hosts: ['web-3', 'web-4', 'web-5'] },
        ],
        unavailable: [],
        needsApproval: false,
      });
      expect((await server.admin.get<Page<RolloutSummary>>('/rollouts?limit=1')).body.items).toEqual(before);
    });

    it('names the hosts that are away, and what becomes of them', async () => {
      await rollouts.silent('web-3');
      const at = Date.now();
      const [host] = (await plan({ ...web, waitSeconds: 600 })).body.unavailable;
      expect(host).toMatchObject({ nodeId: 'web-3', reason: 'OFFLINE', becomes: 'WAITING_HOST' });
      expect(Math.abs(Date.parse(host?.until ?? '') - at - 600_000)).toBeLessThan(60_000);
      for (const [whenOffline, becomes] of [
        ['SKIP', 'SKIPPED'],
        ['FAIL', 'FAILED'],
      ])
        expect((await plan({ ...web, whenOffline })).body.unavailable).toMatchObject([{ becomes, until: null }]);
      expect((await plan({ ...web, selector: { nodeIds: ['web-3'] } })).body.warnings).toContain(
        'None of the hosts is available at the moment.',
      );
    });

    it('names the hosts that are under maintenance, but for those of its own window', async () => {
      const window = await rollouts.maintenance(['db-1']);
      const db = { preset: 'system-facts', selector: { nodeIds: ['db-1'] } };
      expect((await plan(db)).body.unavailable).toMatchObject([{ nodeId: 'db-1', reason: 'MAINTENANCE' }]);
      for (const more of [{ duringMaintenance: true }, { windowId: window }])
        expect((await plan({ ...db, ...more })).body.unavailable).toEqual([]);
      expect((await create({ ...db, windowId: window })).body).toMatchObject({ windowId: window });
      const opens = new Date(Date.now() + 3_600_000).toISOString();
      const later = await rollouts.maintenance(['db-1'], opens);
      expect((await plan({ ...db, windowId: later })).body).toMatchObject({
        unavailable: [{ reason: 'MAINTENANCE' }],
        warnings: expect.arrayContaining([expect.stringContaining(`hosts start from ${opens} on`)]) as string[],
      });
    });

    it('warns of no hosts, and refuses what would be refused', async () => {
      const { status, body } = await plan({ ...web, selector: { tagsAny: ['nobody'] } });
      expect([status, body.targets, body.waves]).toEqual([200, 0, []]);
      expect(body.warnings).toEqual([expect.stringContaining('selects no hosts')]);
      expect((await plan({ ...web, budget: 0 })).status).toBe(400);
      expect((await plan({ ...web, presetVersion: 4_711 })).status).toBe(409);
    });
  });

  it('on 5,000 hosts takes few statements, however many hosts there are', async () => {
    const source = server.app.get(DataSource);
    await source.query(
      `INSERT INTO nodes (id, hostname, interval_seconds, created_at, last_seen_at, tags)
       SELECT 'many-' || n, 'many-' || n, 15, now(), now(), ARRAY['many'] FROM generate_series(1, 5000) n`,
    );
    const statements = await requestStatements(server, async () => {
      const { status, body } = await create({ preset: 'system-facts', selector: { tagsAny: ['many'] } });
      expect([status, body.targets, body.waves.map(({ targets: hosts }) => hosts)]).toEqual([
        201,
        5_000,
        [1, 500, 4_499],
      ]);
    });
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(20);
    await source.query(`UPDATE nodes SET decommissioned_at = now() WHERE id LIKE 'many-%'`);
  });

  it('is none of more scripts than are kept', async () => {
    await server.app.get(DataSource).query(`UPDATE nodes SET decommissioned_at = NULL WHERE id LIKE 'many-%'`);
    const { status, body } = await create({ selector: { tagsAny: ['many'] }, script: `# ${'x'.repeat(200 * 1024)}` });
    expect([status, body.code]).toEqual([400, 'ROLLOUT_TOO_LARGE']);
    await server.app.get(DataSource).query(`UPDATE nodes SET decommissioned_at = now() WHERE id LIKE 'many-%'`);
  });
});
