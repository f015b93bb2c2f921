import {
  alertLimits,
  type Alert,
  type AlertRule,
  type AlertRuleFields,
  type AuditEvent,
  type Page,
  type Problem,
} from '@hyprbox/contracts';
import { aHeartbeat, someMetrics } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aCondition, Alerts, aRule } from '../../../test/alerts.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';

describe('alert rules', () => {
  let server: TestServer;
  let alerts: Alerts;

  beforeAll(async () => {
    server = await startTestServer();
    alerts = await Alerts.of(server);
    await alerts.forgetFirstRules();
  });

  afterEach(async () => {
    await sql('DELETE FROM alert_rules');
    await alerts.evaluate();
  });

  afterAll(async () => {
    await alerts[Symbol.asyncDispose]();
    await server.stop();
  });

  async function sql<T>(text: string, parameters: unknown[] = []): Promise<T[]> {
    return server.app.get(DataSource).query(text, parameters);
  }

  const put = (id: string, fields: AlertRuleFields) =>
    server.admin.put<AlertRule & Problem>(`/alerts/rules/${id}`, fields);

  it('are made, read, listed by name, changed and deleted, each recorded', async () => {
    const other = await alerts.rule(aRule({ name: 'a first' }));
    const made = await alerts.rule(aRule({ name: 'busy', runbook: 'https://wiki.example.com/cpu' }));
    expect(made).toMatchObject({ version: 1, enabled: true, runbook: 'https://wiki.example.com/cpu' });
    expect((await server.admin.get(`/alerts/rules/${made.id}`)).body).toEqual(made);
    const { body: first } = await server.admin.get<Page<AlertRule>>('/alerts/rules?limit=1');
    const next = `/alerts/rules?limit=1&cursor=${encodeURIComponent(first.nextCursor ?? '')}`;
    const { body: second } = await server.admin.get<Page<AlertRule>>(next);
    expect([first.items, second.items]).toEqual([[other], [made]]);

    const { body: changed } = await put(made.id, aRule({ name: 'very busy', severity: 'CRITICAL', version: 1 }));
    expect(changed).toMatchObject({ id: made.id, name: 'very busy', severity: 'CRITICAL', version: 2 });
    expect(changed.runbook ?? null).toBeNull();
    expect((await server.admin.delete(`/alerts/rules/${made.id}`)).status).toBe(204);
    expect((await server.admin.get(`/alerts/rules/${made.id}`)).status).toBe(404);
    const { body: audit } = await server.admin.get<Page<AuditEvent>>(`/audit?target=${made.id}`);
    expect(audit.items.map(({ action }) => action)).toEqual([
      'alert.rule.delete',
      'alert.rule.update',
      'alert.rule.create',
    ]);
  });

  it('are changed by nobody who has read an older one, nor without saying which', async () => {
    const { id } = await alerts.rule(aRule({ name: 'busy' }));
    const both = await Promise.all(['one', 'other'].map((name) => put(id, aRule({ name, version: 1 }))));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const { status, body } = await put(id, aRule({ name: 'busy' }));
    expect([status, body.errors]).toEqual([400, [{ pointer: '/version', detail: 'must be given' }]]);
  });

  it('have a name of their own', async () => {
    await alerts.rule(aRule({ name: 'busy' }));
    const { id, version } = await alerts.rule(aRule({ name: 'other' }));
    const again = await server.admin.post<Problem>('/alerts/rules', aRule({ name: 'busy' }));
    expect([again.status, again.body.code]).toEqual([409, 'ALERT_RULE_NAME_TAKEN']);
    expect((await put(id, aRule({ name: 'busy', version }))).body.code).toBe('ALERT_RULE_NAME_TAKEN');
  });

  it.each([
    [
      'thresholds that are swapped',
      { condition: aCondition({ fire: 80, clear: 90 }) },
      '/condition/clear',
      'at most 80',
    ],
    [
      'those of a rule that fires below',
      { condition: aCondition({ op: '<', fire: 20, clear: 10 }) },
      '/condition/clear',
      'at least 20',
    ],
    ['a mount of what has none', { condition: aCondition({ mount: '/var' }) }, '/condition/mount', 'is for'],
    ['a selector that selects nothing', { selector: {} }, '/selector', ''],
    ['a runbook that is no page', { runbook: 'javascript:alert(1)' }, '/runbook', ''],
    ['a name of two lines', { name: 'one\nother' }, '/name', ''],
    ['a time that is too long', { forSeconds: alertLimits.forSecondsMax + 1 }, '/forSeconds', ''],
  ])('are refused in words with %s', async (_, wrong, pointer, words) => {
    const { status, body } = await server.admin.post<Problem>('/alerts/rules', {
      ...aRule({ name: 'wrong' }),
      ...wrong,
    });
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ pointer, detail: expect.stringContaining(words) }]);
  });

  it('may be 500, all of which are held against a host in one round, and no more', async () => {
    const agent = await server.node('watched');
    await agent.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'watched', metrics: someMetrics({ cpuPct: 95 }) }));
    const { id } = await alerts.rule(aRule({ name: 'rule 1' }));
    await sql(
      `INSERT INTO alert_rules SELECT (jsonb_populate_record(r,
         jsonb_build_object('id', gen_random_uuid(), 'name', 'rule ' || n))).*
       FROM alert_rules r, generate_series(2, $1::int) n WHERE r.id = $2`,
      [alertLimits.rules, id],
    );
    const refused = await server.admin.post<Problem>('/alerts/rules', aRule({ name: 'one more' }));
    expect([refused.status, refused.body.code]).toEqual([409, 'TOO_MANY_ALERT_RULES']);
    await alerts.evaluate();
    const found = async (): Promise<number> => {
      const [row] = await sql<{ count: number }>(`SELECT count(*)::int FROM alerts WHERE state = 'FIRING'`);
      return row?.count ?? 0;
    };
    expect(await found()).toBe(alertLimits.rules);
    await alerts.evaluate();
    expect(await found()).toBe(alertLimits.rules);
    const { body } = await server.admin.get<Page<Alert>>('/alerts?state=FIRING&limit=200');
    expect(new Set(body.items.map(({ ruleName }) => ruleName)).size).toBe(200);
  });
});
