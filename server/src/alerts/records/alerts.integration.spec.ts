import type { Alert, AlertDetails, AlertRule, AlertSummary, AuditEvent, Page } from '@hyprbox/contracts';
import { aHeartbeat, someMetrics } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Alerts, aRule } from '../../../test/alerts.js';
import { startTestServer, type Caller, type TestServer } from '../../../test/test-server.js';

const week = 7 * 24 * 60 * 60;

describe('/api/alerts', () => {
  let server: TestServer;
  let alerts: Alerts;
  let busy: AlertRule;
  const agents = new Map<string, Caller>();

  beforeAll(async () => {
    server = await startTestServer();
    alerts = await Alerts.of(server);
    for (const nodeId of ['one', 'two', 'three']) agents.set(nodeId, await server.node(nodeId));
  });

  beforeEach(async () => {
    await alerts.forgetFirstRules();
    await sql('DELETE FROM alerts');
    for (const nodeId of agents.keys()) await beat(nodeId, 95);
    busy = await alerts.rule(aRule({ name: `busy ${uuidv7()}` }));
    await alerts.evaluate();
  });

  afterEach(() => alerts.forgetFirstRules());

  afterAll(async () => {
    await alerts[Symbol.asyncDispose]();
    await server.stop();
  });

  async function sql<T>(text: string): Promise<T[]> {
    return server.app.get(DataSource).query(text);
  }

  async function beat(nodeId: string, cpuPct: number): Promise<void> {
    await agents.get(nodeId)?.post('/nodes/heartbeat', aHeartbeat({ nodeId, metrics: someMetrics({ cpuPct }) }));
  }

  async function of(nodeId: string): Promise<Alert> {
    const { body } = await server.admin.get<Page<Alert>>(`/alerts?nodeId=${nodeId}&ruleId=${busy.id}`);
    const [alert] = body.items;
    if (alert === undefined) throw new Error(`${nodeId} has no alert.`);
    return alert;
  }

  const hosts = async (query: string): Promise<string[]> => {
    const { status, body } = await server.admin.get<Page<Alert>>(`/alerts?${query}`);
    expect(status).toBe(200);
    return body.items.map(({ target }) => target.nodeId ?? '').toSorted();
  };

  it('lists what the query means, newest first, page by page', async () => {
    await server.admin.post(`/alerts/${(await of('one')).id}/ack`, { forSeconds: 60 });
    await beat('three', 5);
    await alerts.evaluate();
    const now = encodeURIComponent(new Date().toISOString());
    for (const [query, found] of [
      ['', ['one', 'three', 'two']],
      ['state=FIRING', ['one', 'two']],
      ['state=FIRING,RESOLVED', ['one', 'three', 'two']],
      ['state=RESOLVED', ['three']],
      ['state=PENDING', []],
      ['severity=CRITICAL', []],
      ['severity=WARNING&state=FIRING&acked=true', ['one']],
      ['acked=false&state=FIRING', ['two']],
      ['quiet=false&state=FIRING', ['one', 'two']],
      ['quiet=true', []],
      ['nodeId=two', ['two']],
      [`ruleId=${busy.id}`, ['one', 'three', 'two']],
      [`ruleId=${uuidv7()}`, []],
      [`from=${now}`, ['one', 'two']],
      [`to=${encodeURIComponent('2020-01-01T00:00:00Z')}`, []],
    ] as const)
      expect([query, await hosts(query)]).toEqual([query, found]);

    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: Page<Alert> } = await server.admin.get(
        `/alerts?limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      ids.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(ids).toHaveLength(3);
    expect(ids).toEqual(ids.toSorted().reverse());
    expect((await server.admin.get('/alerts?state=BURNING')).status).toBe(400);
  });

  it('lets somebody take an alert on for a week at most, and give it back, with their name in its timeline', async () => {
    const { id } = await of('one');
    for (const forSeconds of [0, week + 1, 1.5, 'long'])
      expect((await server.admin.post(`/alerts/${id}/ack`, { forSeconds })).status).toBe(400);
    const taken = await server.admin.post<Alert>(`/alerts/${id}/ack`, { forSeconds: week, note: 'Mine' });
    expect(taken.body).toMatchObject({ ackedBy: 'admin@example.com', note: 'Mine', state: 'FIRING' });
    expect(Date.parse(taken.body.ackedUntil ?? '') / 1000).toBeCloseTo(Date.now() / 1000 + week, -2);
    expect((await server.admin.get<AlertSummary>('/alerts/summary')).body).toMatchObject({
      acknowledged: 1,
      firing: { WARNING: 2, CRITICAL: 0 },
      rules: [{ ruleId: busy.id, firing: 3 }],
    });

    const back = await server.admin.post<Alert>(`/alerts/${id}/unack`, {});
    expect(back.body).toMatchObject({ ackedBy: null, ackedUntil: null, note: 'Mine' });
    expect((await server.admin.post(`/alerts/${id}/unack`, {})).status).toBe(200);
    const { body } = await server.admin.get<AlertDetails>(`/alerts/${id}`);
    expect(body.events.map(({ kind, actor }) => `${kind} ${actor ?? '–'}`).toSorted()).toEqual([
      'ACKED admin@example.com',
      'FIRED –',
      'UNACKED admin@example.com',
    ]);
    const { body: audit } = await server.admin.get<Page<AuditEvent>>(`/audit?target=${id}`);
    expect(audit.items.map(({ action }) => action)).toEqual(['alert.unack', 'alert.ack']);
  });

  it('ends an acknowledgement when the alert is over, and takes none of what is', async () => {
    const { id } = await of('one');
    await server.admin.post(`/alerts/${id}/ack`, { forSeconds: week });
    await beat('one', 5);
    await alerts.evaluate();
    expect(await hosts('acked=true')).toEqual([]);
    const late = await server.admin.post<{ code: string }>(`/alerts/${id}/ack`, { forSeconds: 60 });
    expect([late.status, late.body.code]).toEqual([409, 'ALERT_RESOLVED']);
    await beat('one', 95);
    await alerts.evaluate();
    const again = await of('one');
    expect(again).toMatchObject({ state: 'FIRING', ackedUntil: null });
    expect(again.id).not.toBe(id);
  });

  it('ends an acknowledgement when the alert grows to a higher severity, and not otherwise', async () => {
    const { id } = await of('one');
    await server.admin.post(`/alerts/${id}/ack`, { forSeconds: week });
    const edit = (severity: 'WARNING' | 'CRITICAL', version: number) =>
      server.admin.put(`/alerts/rules/${busy.id}`, aRule({ name: busy.name, severity, version }));
    await edit('WARNING', 1);
    await alerts.evaluate();
    expect(await hosts('acked=true')).toEqual(['one']);
    await edit('CRITICAL', 2);
    await alerts.evaluate();
    expect(await of('one')).toMatchObject({ id, severity: 'CRITICAL', ackedUntil: null });
  });

  it('keeps the latest note, and forgets it for an empty one', async () => {
    const { id } = await of('one');
    const note = async (text: string): Promise<string | null> =>
      (await server.admin.post<Alert>(`/alerts/${id}/note`, { note: text })).body.note;
    expect([await note('First'), await note('Second\nof two lines'), await note('')]).toEqual([
      'First',
      'Second\nof two lines',
      null,
    ]);
    expect((await server.admin.post(`/alerts/${id}/note`, { note: 'x'.repeat(2001) })).status).toBe(400);
  });

  it('knows nothing of an alert that there is not', async () => {
    for (const id of [uuidv7(), 'nonsense']) {
      expect((await server.admin.get(`/alerts/${id}`)).status).toBe(404);
      expect((await server.admin.post(`/alerts/${id}/ack`, { forSeconds: 60 })).status).toBe(404);
      expect((await server.admin.post(`/alerts/${id}/unack`, {})).status).toBe(404);
    }
  });
});
