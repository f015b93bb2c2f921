import type { AlertDetails, AlertRule, AlertRuleFields, AlertSummary, Heartbeat, Metrics } from '@hyprbox/contracts';
import { aHeartbeat, someMetrics } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aCondition, Alerts, aRule } from '../../../test/alerts.js';
import { AlertRetention } from '../records/alert-retention.js';
import { startTestServer, type Caller, type TestServer } from '../../../test/test-server.js';

const GIB = 1024 ** 3;
const mount = (path: string, percent: number) => ({
  mount: path,
  fsType: 'ext4',
  usedBytes: percent * GIB,
  totalBytes: 100 * GIB,
});

describe('the evaluation of rules', () => {
  let server: TestServer;
  let alerts: Alerts;
  const agents = new Map<string, Caller>();

  beforeAll(async () => {
    server = await startTestServer();
    alerts = await Alerts.of(server);
    // As if it had been up for long: silence counts.
    await sql(`UPDATE heartbeat_intake SET since = 'epoch'`);
  });

  afterEach(async () => {
    await alerts.forgetFirstRules();
    await sql(`UPDATE nodes SET decommissioned_at = now()`);
    await alerts.evaluate();
  });

  afterAll(async () => {
    await alerts[Symbol.asyncDispose]();
    await server.stop();
  });

  async function sql<T>(text: string, parameters: unknown[] = []): Promise<T[]> {
    return server.app.get(DataSource).query(text, parameters);
  }

  async function host(nodeId: string, differing: Partial<Metrics> = {}): Promise<void> {
    agents.set(nodeId, await server.node(nodeId));
    await beat(nodeId, differing);
  }

  async function beat(nodeId: string, differing: Partial<Metrics> = {}, more: Partial<Heartbeat> = {}): Promise<void> {
    const answer = await agents
      .get(nodeId)
      ?.post('/nodes/heartbeat', aHeartbeat({ nodeId, metrics: someMetrics(differing), ...more }));
    expect(answer?.status).toBe(202);
  }

  /** As if so long had passed since the host was heard. */
  const silence = (nodeId: string, seconds: number) =>
    sql(
      `UPDATE nodes SET last_seen_at = last_seen_at - $2 * interval '1 second',
      metrics_at = metrics_at - $2 * interval '1 second' WHERE id = $1`,
      [nodeId, seconds],
    );
  /** As if so long had passed since all that is open began. */
  const wait = (seconds: number) =>
    sql(
      `UPDATE alerts SET pending_since = pending_since - $1 * interval '1 second',
         recovering_since = recovering_since - $1 * interval '1 second' WHERE state <> 'RESOLVED'`,
      [seconds],
    );

  async function edit({ id, version }: AlertRule, changes: Partial<AlertRuleFields>): Promise<void> {
    const fields = aRule({ name: `edited ${id}`, ...changes, version });
    expect((await server.admin.put(`/alerts/rules/${id}`, fields)).status).toBe(200);
  }

  const states = async (rule: AlertRule): Promise<string[]> =>
    (await alerts.found(rule)).map(({ target, state }) => `${Object.values(target).join(' ')} ${state}`).toSorted();

  it('has rules from the beginning, none of which a healthy host sets off', async () => {
    await host('healthy', { filesystems: [mount('/', 40), { ...mount('/mnt/image', 100), readOnly: true }] });
    await alerts.evaluate(null);
    const { body: rules } = await server.admin.get<{ items: AlertRule[] }>('/alerts/rules');
    expect(rules.items.length).toBeGreaterThan(8);
    expect(rules.items.every(({ enabled }) => enabled)).toBe(true);
    const { body } = await server.admin.get<{ items: unknown[] }>('/alerts');
    expect(body.items).toEqual([]);
  });

  it('finds a full mount on a host whose root is fine, and only that', async () => {
    await host('full', { diskPct: 20, filesystems: [mount('/', 20), mount('/var', 96), mount('/srv/a_b', 97)] });
    await host('fine', { filesystems: [mount('/', 20)] });
    const condition = aCondition({ metric: 'filesystemPct', fire: 90, clear: 85 });
    const rule = await alerts.rule(aRule({ name: 'full', condition }));
    const some = await alerts.rule(aRule({ name: 'some', condition: { ...condition, mount: '/s*a_b' } }));
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['full /srv/a_b FIRING', 'full /var FIRING']);
    expect(await states(some)).toEqual(['full /srv/a_b FIRING']);
    expect((await alerts.found(some))[0]).toMatchObject({ value: 97, peak: 97, unit: '%', timesFired: 1 });
    await beat('full', { filesystems: [mount('/', 20), mount('/var', 87), mount('/srv/a_b', 50)] });
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['full /srv/a_b RESOLVED', 'full /var FIRING']);
  });

  it('finds inodes that are used up', async () => {
    await host('inodes', { filesystems: [{ ...mount('/', 20), inodesUsed: 99, inodesTotal: 100 }] });
    const rule = await alerts.rule(aRule({ name: 'inodes', condition: aCondition({ metric: 'inodesPct' }) }));
    await alerts.evaluate();
    expect((await alerts.found(rule))[0]).toMatchObject({ target: { nodeId: 'inodes', mount: '/' }, value: 99 });
  });

  it.each([
    ['swapPct', { swapUsedBytes: 95, swapTotalBytes: 100 }, 95],
    ['load1PerCore', { load1: 400 }, 100],
    ['netRxBps', { netRxBps: 500 }, 500],
    ['processes', { processes: 4_000 }, 4_000],
    ['memPct', { memPct: 91 }, 91],
  ] as const)('holds %s against its threshold', async (metric, figures, value) => {
    const nodeId = `figures-${metric.toLowerCase()}`;
    await host(nodeId);
    await beat(nodeId, figures, { inventory: { cpuCores: 4 } });
    const rule = await alerts.rule(aRule({ name: metric, condition: aCondition({ metric }) }));
    await alerts.evaluate();
    expect((await alerts.found(rule))[0]).toMatchObject({ target: { nodeId }, state: 'FIRING', value });
  });

  it('waits as long as it is to last, and is kept as long as it is to be over', async () => {
    await host('patient', { cpuPct: 95 });
    const rule = await alerts.rule(aRule({ name: 'patient', forSeconds: 60, keepSeconds: 30 }));
    const due = await alerts.evaluate();
    expect(due).toBeLessThanOrEqual(10_000);
    expect(await states(rule)).toEqual(['patient PENDING']);
    await wait(60);
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['patient FIRING']);
    await beat('patient', { cpuPct: 85 });
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['patient FIRING']);
    await beat('patient', { cpuPct: 10 });
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['patient RECOVERING']);
    await wait(30);
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['patient RESOLVED']);
    const [{ id } = { id: '' }] = await alerts.found(rule);
    const { body } = await server.admin.get<AlertDetails>(`/alerts/${id}`);
    expect(body.events.map(({ kind }) => kind)).toEqual(['PENDING', 'FIRED', 'RECOVERING', 'RESOLVED']);
  });

  it('forgets what did not last', async () => {
    await host('short', { cpuPct: 95 });
    const rule = await alerts.rule(aRule({ name: 'short', forSeconds: 60 }));
    await alerts.evaluate();
    await beat('short', { cpuPct: 85 });
    await alerts.evaluate();
    expect(await alerts.found(rule)).toEqual([]);
  });

  it('does not count a time in which HyprBox was down', async () => {
    await host('paused', { cpuPct: 95 });
    const rule = await alerts.rule(aRule({ name: 'paused', forSeconds: 300 }));
    await alerts.evaluate();
    await wait(600);
    await alerts.evaluate(600_000);
    expect(await states(rule)).toEqual(['paused PENDING']);
  });

  it('never fires by samples that come late, nor by those from before a silence', async () => {
    await host('late');
    const condition = aCondition({ aggregate: 'MAX', windowSeconds: 600 });
    const rule = await alerts.rule(aRule({ name: 'late', condition }));
    const at = new Date(Date.now() - 20_000).toISOString();
    await beat('late', { cpuPct: 5 }, { samples: [{ at, metrics: someMetrics({ cpuPct: 99 }) }] });
    await alerts.evaluate();
    expect(await alerts.found(rule)).toEqual([]);
    await beat('late', { cpuPct: 99 });
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['late FIRING']);
  });

  it('takes a mean for one only once it covers half of its window', async () => {
    await host('mean', { cpuPct: 100 });
    const condition = aCondition({ aggregate: 'MEAN', windowSeconds: 60 });
    const rule = await alerts.rule(aRule({ name: 'mean', condition }));
    await alerts.evaluate();
    expect(await alerts.found(rule)).toEqual([]);
    await sql(`UPDATE nodes SET heard_since = now() - interval '1 hour' WHERE id = 'mean'`);
    await sql(`UPDATE heartbeats SET at = at - interval '30 seconds', cpu_pct = 92 WHERE node_id = 'mean'`);
    await beat('mean', { cpuPct: 96 });
    await alerts.evaluate();
    const [alert] = await alerts.found(rule);
    expect(alert).toMatchObject({ state: 'FIRING' });
    expect(alert?.value).toBeCloseTo((92 + 92 + 96) / 3);
  });

  it('holds still what is said of a silent host, tells the silence alone, and needs fresh samples on its return', async () => {
    await host('away', { cpuPct: 95 });
    const busy = await alerts.rule(aRule({ name: 'busy', keepSeconds: 0 }));
    const silent = await alerts.rule(
      aRule({ name: 'silent', kind: 'NODE_SILENT', condition: { afterSeconds: 60 }, severity: 'CRITICAL' }),
    );
    await alerts.evaluate();
    await silence('away', 90);
    await alerts.evaluate();
    const [silentAlert] = await alerts.found(silent);
    expect(silentAlert).toMatchObject({ state: 'FIRING', target: { nodeId: 'away' }, unit: 's', inhibitedBy: null });
    expect((await alerts.found(busy))[0]).toMatchObject({ state: 'FIRING', inhibitedBy: silentAlert?.id });
    await beat('away', { cpuPct: 1 });
    await alerts.evaluate();
    expect(await states(silent)).toEqual(['away RESOLVED']);
    expect((await alerts.found(busy))[0]).toMatchObject({ state: 'RESOLVED' });
  });

  it('counts no silence while HyprBox could hear nobody', async () => {
    await host('heard');
    const rule = await alerts.rule(aRule({ name: 'nobody', kind: 'NODE_SILENT', condition: { afterSeconds: 60 } }));
    await silence('heard', 500);
    await sql('UPDATE heartbeat_intake SET since = now()');
    await alerts.evaluate();
    expect(await alerts.found(rule)).toEqual([]);
    await sql(`UPDATE heartbeat_intake SET since = 'epoch'`);
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['heard FIRING']);
  });

  it('leaves what is silent, and what is back, as it was when HyprBox starts anew', async () => {
    await host('back');
    await host('still');
    const rule = await alerts.rule(
      aRule({ name: 'restart', kind: 'NODE_SILENT', condition: { afterSeconds: 60 }, keepSeconds: 300 }),
    );
    for (const id of ['back', 'still']) await silence(id, 90);
    await alerts.evaluate();
    await beat('back');
    await alerts.evaluate();
    const before = ['back RECOVERING', 'still FIRING'];
    expect(await states(rule)).toEqual(before);
    await sql('UPDATE heartbeat_intake SET since = now(), alive_at = now()');
    await alerts.evaluate(600_000);
    expect(await states(rule)).toEqual(before);
    await beat('back');
    await wait(300);
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['back RESOLVED', 'still FIRING']);
    expect((await alerts.found(rule)).map(({ timesFired }) => timesFired)).toEqual([1, 1]);
    await sql(`UPDATE heartbeat_intake SET since = 'epoch'`);
  });

  it('tells a fleet that falls silent at once as one', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => `fleet-${index}`);
    for (const id of [...ids, 'there']) await host(id);
    const rule = await alerts.rule(aRule({ name: 'fleet', kind: 'NODE_SILENT', condition: { afterSeconds: 60 } }));
    for (const id of ids) await silence(id, 90);
    await alerts.evaluate();
    const found = await alerts.found(rule);
    const fleet = found.find(({ kind }) => kind === 'FLEET_SILENT');
    expect(fleet).toMatchObject({ state: 'FIRING', target: {}, value: 6 });
    expect(found.filter(({ kind }) => kind === 'NODE_SILENT').map(({ inhibitedBy }) => inhibitedBy)).toEqual(
      ids.map(() => fleet?.id),
    );
    // A server that starts anew has heard none of them yet.
    await sql('UPDATE heartbeat_intake SET since = now(), alive_at = now()');
    await alerts.evaluate(600_000);
    expect(new Set((await alerts.found(rule)).map(({ state }) => state))).toEqual(new Set(['FIRING']));
    await sql(`UPDATE heartbeat_intake SET since = 'epoch'`);
    for (const id of ids) await beat(id);
    await alerts.evaluate();
    expect(new Set((await alerts.found(rule)).map(({ state }) => state))).toEqual(new Set(['RESOLVED']));
  });

  it('tells of a failed job until the preset succeeds on the host', async () => {
    await host('runs');
    const rule = await alerts.rule(aRule({ name: 'jobs', kind: 'JOB', condition: { outcomes: ['FAILED'] } }));
    const run = async (status: string, isTest = false): Promise<void> => {
      const { body } = await server.admin.post<{ id: string }>('/jobs', {
        nodeId: 'runs',
        preset: 'system-facts',
        variables: {},
      });
      await sql(`UPDATE executions SET status = $2, started_at = now(), finished_at = now() WHERE id = $1`, [
        body.id,
        status,
      ]);
      await sql('UPDATE jobs SET is_test = $2 WHERE id = $1', [body.id, isTest]);
    };
    // A draft that fails is what it was tried for.
    await run('FAILED', true);
    await alerts.evaluate();
    expect(await states(rule)).toEqual([]);
    await run('FAILED');
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['runs system-facts FIRING']);
    await run('CANCELLED');
    await run('SUCCEEDED', true);
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['runs system-facts FIRING']);
    await run('SUCCEEDED');
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['runs system-facts RESOLVED']);
  });

  it('keeps alerts whose rule is edited, and resolves those whose rule is deleted, with the reason', async () => {
    await host('edited', { cpuPct: 95 });
    const rule = await alerts.rule(aRule({ name: 'before' }));
    await alerts.evaluate();
    const [before] = await alerts.found(rule);
    await server.admin.post(`/alerts/${before?.id}/ack`, { forSeconds: 3600 });
    const { id, version } = rule;
    const changed = aRule({ name: 'after', severity: 'CRITICAL', version });
    const { body: updated } = await server.admin.put<AlertRule>(`/alerts/rules/${id}`, changed);
    await alerts.evaluate();
    const [after] = await alerts.found(rule);
    // What gets worse is nobody's any more.
    expect(after).toMatchObject({ id: before?.id, ruleName: 'after', severity: 'CRITICAL', ackedUntil: null });
    expect((await server.admin.put(`/alerts/rules/${id}`, changed)).status).toBe(409);
    expect(updated.version).toBe(rule.version + 1);
    await server.admin.delete(`/alerts/rules/${id}`);
    await alerts.evaluate();
    const { body } = await server.admin.get<AlertDetails>(`/alerts/${before?.id}`);
    expect(body).toMatchObject({ state: 'RESOLVED', ruleId: id });
    expect(body.events.at(-1)).toMatchObject({ kind: 'RESOLVED', detail: 'The rule was deleted or disabled.' });
  });

  it('ends what is said of a host that is decommissioned, or no longer selected', async () => {
    await host('leaves', { cpuPct: 95 });
    await server.admin.patch('/nodes/leaves', { tags: ['web'] });
    const rule = await alerts.rule(aRule({ name: 'tagged', selector: { tagsAll: ['web'] } }));
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['leaves FIRING']);
    await server.admin.patch('/nodes/leaves', { tags: [] });
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['leaves RESOLVED']);
  });

  it('keeps what comes and goes open for longer each time, also over several alerts', async () => {
    await host('flaps');
    const rule = await alerts.rule(aRule({ name: 'flaps' }));
    for (const cpuPct of [95, 10, 95, 10]) {
      await beat('flaps', { cpuPct });
      await alerts.evaluate();
    }
    expect(await states(rule)).toEqual(['flaps RECOVERING', 'flaps RESOLVED']);
  });

  it('forgets a mount that its host has not reported for long', async () => {
    await host('unmounts', { filesystems: [mount('/', 20), mount('/mnt', 96)] });
    const condition = aCondition({ metric: 'filesystemPct', fire: 90, clear: 85 });
    const rule = await alerts.rule(aRule({ name: 'unmounts', condition }));
    await alerts.evaluate();
    await beat('unmounts', { filesystems: [mount('/', 20)] });
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['unmounts /mnt FIRING']);
    // As if it had been heard all the time since.
    await sql(`UPDATE nodes SET heard_since = heard_since - interval '16 minutes' WHERE id = 'unmounts'`);
    await sql(
      `UPDATE heartbeats SET at = at - interval '16 minutes' WHERE node_id = 'unmounts' AND filesystems::text LIKE '%/mnt%'`,
    );
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['unmounts /mnt RESOLVED']);
  });

  it('ends what is said of a mount that becomes read-only', async () => {
    await host('turns', { filesystems: [mount('/', 20), mount('/srv', 96)] });
    const rule = await alerts.rule(
      aRule({ name: 'turns', condition: aCondition({ metric: 'filesystemPct', fire: 90, clear: 85 }) }),
    );
    await alerts.evaluate();
    await beat('turns', { filesystems: [mount('/', 20), { ...mount('/srv', 96), readOnly: true }] });
    await alerts.evaluate();
    const [alert] = await alerts.found(rule);
    const { body } = await server.admin.get<AlertDetails>(`/alerts/${alert?.id ?? ''}`);
    expect(body.events.at(-1)).toMatchObject({
      kind: 'RESOLVED',
      detail: 'The filesystem is mounted read-only by now.',
    });
  });

  it('tells of a host whose backups are not as they should be, while a policy covers it', async () => {
    await host('bare');
    const { body: policy } = await server.admin.post<{ id: string }>('/backups/policies', {
      name: 'All',
      nodeId: 'bare',
      repository: '/srv/backups',
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '0 3 * * *',
    });
    const rule = await alerts.rule(aRule({ name: 'bare', kind: 'BACKUP', condition: { protections: ['NEVER'] } }));
    await alerts.evaluate();
    expect((await alerts.found(rule))[0]).toMatchObject({
      target: { nodeId: 'bare', policyId: policy.id },
      state: 'FIRING',
    });
    expect((await server.admin.delete(`/backups/policies/${policy.id}`)).status).toBe(204);
    await alerts.evaluate();
    expect((await alerts.found(rule))[0]).toMatchObject({ state: 'RESOLVED' });
  });

  it('counts as silenced what fires in a window of its host', async () => {
    await host('open', { cpuPct: 95 });
    await host('told', { cpuPct: 95 });
    await sql(
      `INSERT INTO alert_windows (id, name, kind, selector, from_at, to_at, created_at)
       VALUES (gen_random_uuid(), 'works', 'SILENCE', '{"nodeIds": ["open"]}', now(), now() + interval '1 hour', now())`,
    );
    const rule = await alerts.rule(aRule({ name: 'window' }));
    await alerts.evaluate();
    const silenced = (await alerts.found(rule)).filter(({ windowId }) => windowId !== null);
    expect(silenced.map(({ target, state }) => [target, state])).toEqual([[{ nodeId: 'open' }, 'FIRING']]);
    const { body } = await server.admin.get<AlertSummary>('/alerts/summary');
    expect(body).toMatchObject({ firing: { WARNING: 1, CRITICAL: 0 }, silenced: 1, pending: 0 });
    expect(body.rules).toEqual([{ ruleId: rule.id, firing: 2 }]);
  });

  it('writes nothing when nothing changes', async () => {
    await host('quiet', { cpuPct: 95 });
    await alerts.rule(aRule({ name: 'quiet' }));
    await alerts.evaluate();
    const before = await sql('SELECT xmin::text, * FROM alerts ORDER BY id');
    await alerts.evaluate();
    await alerts.evaluate();
    expect(await sql('SELECT xmin::text, * FROM alerts ORDER BY id')).toEqual(before);
  });

  it('deletes what has been over for half a year, and nothing else', async () => {
    await host('old', { cpuPct: 95 });
    await host('still-there', { cpuPct: 95 });
    const rule = await alerts.rule(aRule({ name: 'old' }));
    await alerts.evaluate();
    await beat('old', { cpuPct: 5 });
    await alerts.evaluate();
    await sql(`UPDATE alerts SET resolved_at = now() - interval '179 days' WHERE node_id = 'old'`);
    const deleteOld = () => server.app.get(AlertRetention).deleteOld({ signal: new AbortController().signal });
    await deleteOld();
    expect(await states(rule)).toEqual(['old RESOLVED', 'still-there FIRING']);
    await sql(`UPDATE alerts SET resolved_at = now() - interval '181 days' WHERE node_id = 'old'`);
    await deleteOld();
    expect(await states(rule)).toEqual(['still-there FIRING']);
  });

  it('opens one alert for a target, however many evaluate at once', async () => {
    await host('once', { cpuPct: 95 });
    const rule = await alerts.rule(aRule({ name: 'once' }));
    await Promise.all(Array.from({ length: 8 }, () => alerts.evaluate()));
    expect(await states(rule)).toEqual(['once FIRING']);
    expect((await alerts.found(rule))[0]?.timesFired).toBe(1);
  });

  it('takes a place that several filesystems are mounted over for one, as bad as the worst', async () => {
    const condition = aCondition({ metric: 'filesystemPct' });
    const rule = await alerts.rule(aRule({ name: 'mounted over', condition }));
    await host('mounted', { filesystems: [mount('/mnt', 95), mount('/mnt', 20)] });
    await alerts.evaluate();
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['mounted /mnt FIRING']);
    const [{ timesFired, value } = { timesFired: 0, value: 0 }] = await alerts.found(rule);
    expect([timesFired, value]).toEqual([1, 95]);
  });

  it('ends what a rule was about before it was edited to watch something else', async () => {
    const full = aCondition({ metric: 'filesystemPct' });
    const rule = await alerts.rule(aRule({ name: 'edited', condition: full }));
    const other = await alerts.rule(aRule({ name: 'narrowed', condition: full }));
    await host('changes', { cpuPct: 10, filesystems: [mount('/var', 95), mount('/home', 95)] });
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['changes /home FIRING', 'changes /var FIRING']);
    await edit(rule, { condition: aCondition() });
    await edit(other, { condition: { ...full, mount: '/home*' } });
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['changes /home RESOLVED', 'changes /var RESOLVED']);
    expect(await states(other)).toEqual(['changes /home FIRING', 'changes /var RESOLVED']);
  });

  it('shows the unit of what a rule watches by now', async () => {
    const rule = await alerts.rule(aRule({ name: 'unit' }));
    await host('counted', { cpuPct: 95, processes: 400 });
    await alerts.evaluate();
    await edit(rule, { condition: aCondition({ metric: 'processes', fire: 300, clear: 200 }) });
    await alerts.evaluate();
    await alerts.evaluate();
    const found = await alerts.found(rule);
    expect(found.map(({ state, unit, value }) => [state, unit, value])).toEqual([
      ['FIRING', '', 400],
      ['RESOLVED', '%', 95],
    ]);
  });

  it('counts no time in which HyprBox was down twice, should it be killed before it has noted a round', async () => {
    const rule = await alerts.rule(aRule({ name: 'not noted', forSeconds: 60 }));
    await host('killed', { cpuPct: 95 });
    await alerts.evaluate();
    await alerts.evaluate(3_600_000);
    await alerts.evaluate(3_600_000);
    expect((await alerts.found(rule)).map(({ pendingSince }) => Date.parse(pendingSince) <= Date.now() + 1000)).toEqual(
      [true],
    );
    await wait(61);
    await beat('killed', { cpuPct: 95 });
    await alerts.evaluate();
    expect(await states(rule)).toEqual(['killed FIRING']);
  });

  it('does not go on saying that a fleet is silent by a rule that is no longer the first to notice', async () => {
    const slow = await alerts.rule(
      aRule({ name: 'slow', kind: 'NODE_SILENT', condition: { afterSeconds: 300 }, severity: 'CRITICAL' }),
    );
    for (const each of ['f1', 'f2', 'f3', 'f4', 'f5']) {
      await host(each);
      await silence(each, 400);
    }
    await alerts.evaluate();
    const fleetOf = async (rule: AlertRule): Promise<string[]> =>
      (await alerts.found(rule)).filter(({ kind }) => kind === 'FLEET_SILENT').map(({ state }) => state);
    expect(await fleetOf(slow)).toEqual(['FIRING']);
    const quick = await alerts.rule(aRule({ name: 'quick', kind: 'NODE_SILENT', condition: { afterSeconds: 120 } }));
    await alerts.evaluate();
    await alerts.evaluate();
    expect([await fleetOf(slow), await fleetOf(quick)]).toEqual([['RESOLVED'], ['FIRING']]);
    for (const each of ['f1', 'f2', 'f3', 'f4', 'f5']) await beat(each);
    await alerts.evaluate();
    expect([await fleetOf(slow), await fleetOf(quick)]).toEqual([['RESOLVED'], ['RESOLVED']]);
  });
});
