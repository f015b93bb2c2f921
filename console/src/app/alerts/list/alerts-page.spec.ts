import type { Alert } from '@hyprbox/contracts';
import { anAlert, anAlertSummary, aChannel } from '../../testing/alert-builders';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { PageHarness } from '../../testing/page-harness';
import { alertListPause } from './alert-list';
import { AlertsPage } from './alerts-page';

const page = (items: Alert[], nextCursor: string | null = null) => ({ items, nextCursor });

describe('alerts page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/alerts', page([]))
      .on('GET /api/alerts/summary', anAlertSummary())
      .on('GET /api/alerts/rules', page([]))
      .on('GET /api/alerts/channels', { items: [aChannel()], nextCursor: null });
  });

  const open = (query = '', user = aUser()): Promise<PageHarness> =>
    PageHarness.open(AlertsPage, 'alerts', `/dashboard/alerts${query}`, user);

  const rows = (harness: PageHarness): string[] =>
    [...harness.page.querySelectorAll('tbody tr')].map(({ textContent }) => textContent?.replaceAll(/\s+/g, ' ') ?? '');

  function press(key: string, target: EventTarget = document.body): void {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }

  function check(harness: PageHarness, label: string): void {
    harness.page.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)?.click();
  }

  it('shows how bad it is, on what, since when, how much and who has it', async () => {
    server.on('GET /api/alerts', page([anAlert({ target: { nodeId: 'web-1', mount: '/var' }, note: 'On it' })]));
    server.on('GET /api/alerts/summary', anAlertSummary({ firing: { WARNING: 1, CRITICAL: 0 }, pending: 2 }));
    const harness = await open();
    await server.until(() => expect(rows(harness)).toHaveLength(1));
    expect(rows(harness)[0]).toMatch(/Warning.*CPU busy for long.*On it.*web-1.*\/var.*ago.*93\.4%.*97\.1%.*–/);
    await server.until(() => expect(harness.text).toContain('Firing 1'));
    expect(harness.text).toContain('Pending 2');
  });

  it('asks for what the view and the filter of the address mean', async () => {
    await open('?show=history&severity=critical&node=web-1&rule=nonsense');
    await server.until(() => expect(server.calls('GET /api/alerts')).toHaveLength(1));
    const { params } = server.calls('GET /api/alerts')[0] ?? {};
    expect(['state', 'severity', 'nodeId', 'ruleId', 'acked'].map((name) => params?.get(name))).toEqual([
      'RESOLVED',
      'CRITICAL',
      'web-1',
      null,
      null,
    ]);
  });

  it('says that somebody has to be told, to those who can see to it', async () => {
    server.on('GET /api/alerts/channels', { items: [], nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Add a channel so that somebody is told'));
    expect(harness.control('Add a channel').getAttribute('href')).toBe('/dashboard/alerts/channels/new');
    expect(harness.text).toContain('Nothing fires');
  });

  it('asks nobody for channels who may not see them, and lets viewers only look', async () => {
    server.on('GET /api/alerts', page([anAlert()]));
    const harness = await open('', aUser({ role: 'VIEWER' }));
    await server.until(() => expect(rows(harness)).toHaveLength(1));
    expect(server.calls('GET /api/alerts/channels')).toEqual([]);
    expect(harness.has('input[type="checkbox"]')).toBe(false);
    press('a');
    expect(() => harness.control('Acknowledge a')).toThrow();
  });

  it('acknowledges all that are selected by one key, and takes it back', async () => {
    const [one, other] = [anAlert({ id: 'b', ruleName: 'One' }), anAlert({ id: 'a', ruleName: 'Other' })];
    server.on('GET /api/alerts', page([one, other]));
    for (const alert of [one, other]) {
      const taken = { ...alert, ackedBy: 'M. Keller', ackedUntil: new Date(Date.now() + 3_600_000).toISOString() };
      server.on(`POST /api/alerts/${alert.id}/ack`, taken).on(`POST /api/alerts/${alert.id}/unack`, alert);
    }
    const harness = await open();
    await server.until(() => expect(rows(harness)).toHaveLength(2));
    check(harness, 'Select all that are shown');
    await server.until(() => expect(harness.text).toContain('2 selected'));
    server.on('GET /api/alerts', page([]));
    press('a');
    await server.until(() => expect(rows(harness)).toEqual([]));
    expect(server.calls('POST /api/alerts/a/ack')[0]?.body).toEqual({ forSeconds: 86_400 });
    await server.until(() => expect(harness.overlay).toContain('2 alerts acknowledged for 1 d.'));
    server.on('GET /api/alerts', page([one, other]));
    harness.control('Undo').click();
    await server.until(() => expect(rows(harness)).toHaveLength(2));
    expect(server.calls('POST /api/alerts/b/unack')).toHaveLength(1);
  });

  it('acknowledges the alert whose row has the focus', async () => {
    server.on('GET /api/alerts', page([anAlert({ id: 'b' }), anAlert({ id: 'a' })]));
    server.on('POST /api/alerts/a/ack', new Refusal(409, { title: 'Conflict', detail: 'It is over already.' }));
    const harness = await open();
    await server.until(() => expect(rows(harness)).toHaveLength(2));
    const link = harness.page.querySelector<HTMLElement>('[data-alert="a"] a.alert');
    link?.focus();
    press('a', link ?? document);
    await server.until(() => expect(harness.overlay).toContain('It is over already.'));
    expect(rows(harness)).toHaveLength(2);
  });

  it('goes on with the next row once the one that had the focus is taken on', async () => {
    const [one, other, last] = ['c', 'b', 'a'].map((id) => anAlert({ id }));
    if (one === undefined || other === undefined || last === undefined) throw new Error('There are three.');
    server.on('GET /api/alerts', page([one, other, last]));
    const harness = await open();
    await server.until(() => expect(rows(harness)).toHaveLength(3));
    const focused = () => document.activeElement?.closest('[data-alert]')?.getAttribute('data-alert');
    harness.page.querySelector<HTMLElement>('[data-alert="b"] a.alert')?.focus();
    for (const [taken, left, next] of [
      [other, [one, last], 'a'],
      [last, [one], 'c'],
    ] as const) {
      const ackedUntil = new Date(Date.now() + 3_600_000).toISOString();
      server.on(`POST /api/alerts/${taken.id}/ack`, { ...taken, ackedBy: 'M. Keller', ackedUntil });
      server.on('GET /api/alerts', page([...left]));
      press('a', document.activeElement ?? document);
      await server.until(() => expect(rows(harness)).toHaveLength(left.length));
      await server.until(() => expect(focused()).toBe(next));
    }
  });

  it('silences the hosts of what is selected for a time', async () => {
    server.on('GET /api/alerts', page([anAlert({ id: 'b' }), anAlert({ id: 'a', target: { nodeId: 'db-1' } })]));
    server.on('POST /api/alerts/windows', ({ body }) => ({ id: 'w', ...(body as object) }));
    const harness = await open();
    await server.until(() => expect(rows(harness)).toHaveLength(2));
    check(harness, 'Select all that are shown');
    await server.until(() => expect(harness.text).toContain('2 selected'));
    press('s');
    await server.until(() => expect(harness.overlay).toContain('Silence db-1, web-1'));
    // The dialog has keys of its own.
    press('a');
    harness.control('Silence').click();
    await server.until(() => expect(server.calls('POST /api/alerts/windows')).toHaveLength(1));
    const sent = server.calls('POST /api/alerts/windows')[0]?.body;
    const { from, to, ...rest } = sent as Record<string, string>;
    expect(rest).toEqual({
      name: 'Silence of db-1, web-1',
      kind: 'SILENCE',
      selector: { nodeIds: ['db-1', 'web-1'] },
    });
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(3_600_000);
    expect(server.calls('POST /api/alerts/a/ack')).toEqual([]);
    await server.until(() => expect(harness.overlay).not.toContain('For 1 hour'));
  });

  it('changes rows as the stream tells, and reads again only when one has come', async () => {
    server.on('GET /api/alerts', page([anAlert({ id: 'b' }), anAlert({ id: 'a' })]));
    const harness = await open();
    await server.until(() => expect(rows(harness)).toHaveLength(2));
    const stream = harness.streams.latest;
    expect(stream.url).toBe('/api/stream/alerts');
    stream.open();
    stream.send('alert', anAlert({ id: 'b', value: 99 }));
    await server.until(() => expect(rows(harness)[0]).toContain('99%'));
    stream.send('alert', anAlert({ id: 'b', state: 'RESOLVED', resolvedAt: '2026-01-02T04:00:00.000Z' }));
    await server.until(() => expect(rows(harness)).toHaveLength(1));
    expect(server.calls('GET /api/alerts')).toHaveLength(1);
    server.on('GET /api/alerts', page([anAlert({ id: 'c' }), anAlert({ id: 'a' })]));
    stream.send('alert', anAlert({ id: 'c' }));
    await server.until(() => expect(rows(harness)).toHaveLength(2));
  });

  it('reads again at most once a second, however much comes', async () => {
    server.on('GET /api/alerts', page([anAlert({ id: 'a' })]));
    const harness = await open();
    await server.until(() => expect(rows(harness)).toHaveLength(1));
    const stream = harness.streams.latest;
    const begun = performance.now();
    while (performance.now() - begun < 2 * alertListPause + 500) {
      stream.send('resync', {});
      for (let burst = 0; burst < 200; burst += 1) stream.send('alert', anAlert({ id: `x${burst}` }));
      await server.until(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(server.calls('GET /api/alerts').length).toBeLessThanOrEqual(4);
    expect(server.calls('GET /api/alerts').length).toBeGreaterThan(1);
  });

  it('moves nothing under the pointer, but says that it could', async () => {
    server.on('GET /api/alerts', page([anAlert({ id: 'a' })]));
    const harness = await open();
    await server.until(() => expect(rows(harness)).toHaveLength(1));
    harness.page.querySelector('.hb-card')?.dispatchEvent(new Event('pointerenter'));
    server.on('GET /api/alerts', page([anAlert({ id: 'b' }), anAlert({ id: 'a' })]));
    harness.streams.latest.send('alert', anAlert({ id: 'b' }));
    await server.until(() => expect(harness.control('Show what has changed')).toBeDefined());
    expect(rows(harness)).toHaveLength(1);
    harness.control('Show what has changed').click();
    await server.until(() => expect(rows(harness)).toHaveLength(2));
  });

  it('says what went wrong and tries again', async () => {
    server.on('GET /api/alerts', new Refusal(500, { title: 'The server failed', detail: 'It is looked into.' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('The server failed It is looked into.'));
    server.on('GET /api/alerts', page([anAlert()]));
    harness.control('Try again').click();
    await server.until(() => expect(rows(harness)).toHaveLength(1));
  });
});
