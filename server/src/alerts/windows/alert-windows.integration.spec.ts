import type { AlertWindow, AlertWindowFields, AuditEvent, Node, Page, Problem } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aRule, Alerts } from '../../../test/alerts.js';
import { startReplica } from '../../../test/replica.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const hourMs = 60 * 60_000;

const endless = { name: 'Endless', kind: 'SILENCE', selector: { all: true } };

/** A silence of all hosts for an hour; name only what the test is about. */
function aWindow(differing: Partial<AlertWindowFields> = {}): AlertWindowFields {
  return {
    name: 'Kernel update',
    kind: 'SILENCE',
    selector: { all: true },
    ...(differing.cron === undefined && { from: inMs(-1000), to: inMs(hourMs) }),
    ...differing,
  };
}

describe('alert windows', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    await server.node('web-1');
    await server.node('web-2');
    await server.admin.patch('/nodes/web-2', { tags: ['db'] });
  });
  afterAll(() => server.stop());

  /** Opens each minute of these hours, and so is open. */
  const openNow = () => {
    const hours = [23, 0, 1].map((later) => (new Date().getUTCHours() + later) % 24).join(',');
    return { cron: `* ${hours} * * *`, timezone: 'UTC', durationSeconds: 120 };
  };
  const make = async (fields: AlertWindowFields): Promise<AlertWindow> => {
    const { status, body } = await server.admin.post<AlertWindow>('/alerts/windows', fields);
    expect(status).toBe(201);
    return body;
  };
  const faultsOf = async (fields: object): Promise<[string, string][]> => {
    const { status, body } = await server.admin.post<Problem>('/alerts/windows', fields);
    expect(status).toBe(400);
    return (body.errors ?? []).map(({ pointer, detail }) => [pointer, detail]);
  };

  it('are made, read, changed and deleted, each recorded', async () => {
    const fields = aWindow({ severities: ['WARNING'], from: inMs(hourMs), to: inMs(2 * hourMs) });
    const window = await make(fields);
    expect(window).toMatchObject({
      ...fields,
      createdBy: 'admin@example.com',
      active: false,
      activeUntil: null,
      nextAt: fields.from,
    });
    expect((await server.admin.get<AlertWindow>(`/alerts/windows/${window.id}`)).body).toEqual(window);
    const { body: list } = await server.admin.get<Page<AlertWindow>>('/alerts/windows');
    expect(list.items).toContainEqual(window);

    const changed = aWindow({ name: 'Another', from: inMs(-hourMs), to: inMs(hourMs) });
    const { body: after } = await server.admin.put<AlertWindow>(`/alerts/windows/${window.id}`, changed);
    expect(after).toMatchObject({ ...changed, active: true, activeUntil: changed.to, nextAt: null });
    expect(after).not.toHaveProperty('severities');

    expect((await server.admin.delete(`/alerts/windows/${window.id}`)).status).toBe(204);
    expect((await server.admin.get(`/alerts/windows/${window.id}`)).status).toBe(404);
    expect((await server.admin.put(`/alerts/windows/${window.id}`, changed)).status).toBe(404);
    expect((await server.admin.delete(`/alerts/windows/${window.id}`)).status).toBe(404);

    const { body: audit } = await server.admin.get<Page<AuditEvent>>(`/audit?target=${window.id}`);
    expect(audit.items.map(({ action }) => action)).toEqual([
      'alert.window.delete',
      'alert.window.update',
      'alert.window.create',
    ]);
  });

  it('come again and again by the clock of their time zone', async () => {
    const fields = aWindow({ cron: '0 3 * * *', timezone: 'Europe/Berlin', durationSeconds: 60 });
    const window = await make(fields);
    expect(window).toMatchObject({ ...fields, activeUntil: null });
    expect(Date.parse(window.nextAt ?? '')).toBeGreaterThan(Date.now());
    const every = await make(aWindow(openNow()));
    expect(every.active).toBe(true);
    expect(Date.parse(every.activeUntil ?? '')).toBeGreaterThan(Date.now());
  });

  it('have an end, of one kind', async () => {
    expect(await faultsOf(endless)).toEqual([['/to', expect.stringContaining('a window has an end')]]);
    expect(await faultsOf({ ...endless, from: inMs(0) })).toEqual([['/to', expect.stringContaining('has an end')]]);
    expect(await faultsOf({ ...endless, to: inMs(hourMs) })).toEqual([['/from', 'must be given along with to']]);
    expect(await faultsOf({ ...endless, cron: '0 3 * * *' })).toEqual([
      ['/timezone', expect.stringContaining('along with')],
      ['/durationSeconds', expect.stringContaining('along with')],
    ]);
    const cron = { cron: '0 3 * * *', timezone: 'UTC', durationSeconds: 60 };
    expect(await faultsOf({ ...aWindow(), ...cron })).toEqual([
      ['/cron', expect.stringContaining('must be left out')],
      ['/timezone', expect.stringContaining('must be left out')],
      ['/durationSeconds', expect.stringContaining('must be left out')],
    ]);
  });

  it('are refused with words where a field says what can not be', async () => {
    const days = (count: number): number => count * 24 * hourMs;
    const cases: [object, string][] = [
      [aWindow({ from: inMs(hourMs), to: inMs(hourMs / 2) }), '/to'],
      [aWindow({ from: inMs(-hourMs), to: inMs(-1000) }), '/to'],
      [aWindow({ from: inMs(0), to: inMs(days(91)) }), '/to'],
      [aWindow({ to: 'tomorrow' }), '/to'],
      [aWindow({ from: '2026-02-30T00:00:00Z' }), '/from'],
      [aWindow({ name: 'two\nlines' }), '/name'],
      [aWindow({ name: 'a \u202e turned one' }), '/name'],
      [aWindow({ name: '' }), '/name'],
      [aWindow({ selector: {} }), '/selector'],
      [aWindow({ selector: { all: true, tagsAny: ['db'] } }), '/selector'],
      [{ ...aWindow(), kind: 'PAUSE' }, '/kind'],
      [{ ...aWindow(), severities: [] }, '/severities'],
      [{ ...aWindow(), severities: ['INFO'] }, '/severities/0'],
      [{ ...aWindow(), colour: 'red' }, '/colour'],
      [{ ...endless, cron: '61 * * * *', timezone: 'UTC', durationSeconds: 60 }, '/cron'],
      [{ ...endless, cron: '0 0 31 2 *', timezone: 'UTC', durationSeconds: 60 }, '/cron'],
      [{ ...endless, cron: '0 3 * * *', timezone: 'Mars/Olympus', durationSeconds: 60 }, '/timezone'],
      [{ ...endless, cron: '0 3 * * *', timezone: '+02:00', durationSeconds: 60 }, '/timezone'],
      [{ ...endless, cron: '* * * * *', timezone: 'UTC', durationSeconds: 60 }, '/durationSeconds'],
      [{ ...endless, cron: '0 */2 * * *', timezone: 'UTC', durationSeconds: 7200 }, '/durationSeconds'],
      [{ ...endless, cron: '0 3 * * *', timezone: 'UTC', durationSeconds: 86_400 }, '/durationSeconds'],
      [{ ...endless, cron: '0 3 * * *', timezone: 'UTC', durationSeconds: 91 * 86_400 }, '/durationSeconds'],
    ];
    for (const [fields, pointer] of cases) {
      const faults = await faultsOf(fields);
      expect([fields, faults.map(([at]) => at)]).toEqual([fields, [pointer]]);
      expect(faults[0]?.[1]).not.toBe('');
    }
  });

  it('end at once by an earlier end, which may be past', async () => {
    const window = await make(aWindow());
    const { status, body } = await server.admin.put<AlertWindow>(
      `/alerts/windows/${window.id}`,
      aWindow({ from: inMs(-hourMs), to: inMs(-1) }),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ active: false, activeUntil: null, nextAt: null });
  });

  it('keep an open alert quiet, and are over for it as soon as they end', async () => {
    await using alerts = await Alerts.of(server);
    await alerts.forgetFirstRules();
    for (const { id } of (await server.admin.get<Page<AlertWindow>>('/alerts/windows')).body.items)
      await server.admin.delete(`/alerts/windows/${id}`);
    const rule = await alerts.rule(
      aRule({
        name: 'CPU',
        condition: { metric: 'cpuPct', op: '>', fire: 0.5, clear: 0.5, aggregate: 'LAST', windowSeconds: 0 },
      }),
    );
    await alerts.evaluate();
    const quiet = async (): Promise<(string | null)[]> => {
      await alerts.evaluate();
      const found = await alerts.found(rule);
      return found
        .sort((a, b) => (a.target.nodeId ?? '').localeCompare(b.target.nodeId ?? ''))
        .map((each) => each.windowId);
    };
    const window = await make(aWindow({ selector: { tagsAny: ['db'] } }));
    expect(await quiet()).toEqual([null, window.id]);
    await server.admin.put(
      `/alerts/windows/${window.id}`,
      aWindow({ selector: { tagsAny: ['db'] }, severities: ['CRITICAL'] }),
    );
    expect(await quiet()).toEqual([null, null]);
    await server.admin.put(`/alerts/windows/${window.id}`, aWindow({ from: inMs(-hourMs), to: inMs(hourMs) }));
    expect(await quiet()).toEqual([window.id, window.id]);
    await server.admin.put(`/alerts/windows/${window.id}`, aWindow({ from: inMs(-hourMs), to: inMs(-1) }));
    expect(await quiet()).toEqual([null, null]);
  });

  it('make the evaluation look at once, whichever replica takes them', async () => {
    await using replica = await startReplica(server.database.url, {
      HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
    });
    const rule = (
      await server.admin.post<{ id: string }>(
        '/alerts/rules',
        aRule({
          name: 'Any memory',
          condition: { metric: 'memPct', op: '>', fire: 1, clear: 1, aggregate: 'LAST', windowSeconds: 0 },
        }),
      )
    ).body;
    const windowIds = async (): Promise<string> => {
      const { body } = await server.admin.get<Page<{ windowId: string | null }>>(`/alerts?ruleId=${rule.id}`);
      return body.items.map(({ windowId }) => windowId ?? 'none').join();
    };
    await eventually(async () => (await windowIds()) === 'none,none');
    const response = await fetch(`${replica.url}/api/alerts/windows`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.admin.token ?? ''}`, 'content-type': 'application/json' },
      body: JSON.stringify(aWindow()),
    });
    const { id } = (await response.json()) as AlertWindow;
    await eventually(async () => (await windowIds()) === `${id},${id}`, { timeoutMs: 5_000 });
    await server.admin.delete(`/alerts/windows/${id}`);
    await eventually(async () => (await windowIds()) === 'none,none', { timeoutMs: 5_000 });
  });

  it('mark the hosts in lists while they are of maintenance and open', async () => {
    const marked = async (): Promise<string[]> => {
      const { body } = await server.admin.get<Page<Node>>('/nodes');
      return body.items.filter(({ maintenance }) => maintenance).map(({ id }) => id);
    };
    await make(aWindow());
    await make(aWindow({ kind: 'MAINTENANCE', from: inMs(hourMs), to: inMs(2 * hourMs) }));
    expect(await marked()).toEqual([]);
    const window = await make(aWindow({ kind: 'MAINTENANCE', selector: { tagsNone: ['db'] } }));
    expect(await marked()).toEqual(['web-1']);
    await make(aWindow({ kind: 'MAINTENANCE', selector: { nodeIds: ['web-2'] }, ...openNow() }));
    expect(await marked()).toEqual(['web-1', 'web-2']);
    expect((await server.admin.get<Node>('/nodes/web-1/status')).body.maintenance).toBe(true);
    await server.admin.delete(`/alerts/windows/${window.id}`);
    expect((await server.admin.get<Node>('/nodes/web-1/status')).body).not.toHaveProperty('maintenance');
    expect(await marked()).toEqual(['web-2']);
  });

  it('are at most 500 that are not over', async () => {
    await server.app.get(DataSource).query(
      `INSERT INTO alert_windows (id, name, kind, selector, from_at, to_at, created_at)
         SELECT gen_random_uuid(), 'w' || i, 'SILENCE', '{"all": true}', now(), now() + interval '1 hour', now()
         FROM generate_series(1, 500) i`,
    );
    const { status, body } = await server.admin.post<Problem>('/alerts/windows', aWindow());
    expect([status, body.code]).toEqual([409, 'TOO_MANY_ALERT_WINDOWS']);
  });
});
