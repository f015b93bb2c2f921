import type { AlertDelivery } from '@hyprbox/contracts';
import { anAlert, anAlertId, aRule, someAlertDetails } from '../../testing/alert-builders';
import { aHistory, aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { fakeEcharts } from '../../shared/chart/fake-echarts';
import { AlertPage } from './alert-page';

const none = { items: [], nextCursor: null };
const route = `GET /api/alerts/${anAlertId}`;

describe('alert page', () => {
  let server: FakeServer;

  beforeEach(() => {
    fakeEcharts();
    server = new FakeServer()
      .on(route, someAlertDetails())
      .on('GET /api/alerts/rules/rule-1', aRule())
      .on('GET /api/nodes/web-1/history', aHistory('2026-01-02T03:00:00.000Z', [50, 95, null]))
      .on('GET /api/nodes/web-1/activity', none)
      .on('GET /api/alerts', none);
  });

  const open = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(AlertPage, 'alerts/:alertId', `/dashboard/alerts/${anAlertId}`, user);

  it('says how it stands and what became of it', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Firing Warning Metric web-1'));
    expect(harness.text).toContain('Value 93.4%');
    expect(harness.text).toContain('Peak 97.1%');
    expect(harness.text).toMatch(/Timeline.*Fired 93\.4%, more than 90%.*Pending It fires if/);
    expect(harness.text).toContain('Nobody was told of this alert.');
    expect(harness.control('CPU busy for long').getAttribute('href')).toBe('/dashboard/alerts/rules/rule-1');
  });

  it('draws the metric around the firing with what it is held against', async () => {
    const pendingSince = new Date(Date.now() - 3_600_000).toISOString();
    server.on(route, someAlertDetails({ pendingSince }));
    const harness = await open();
    const chart = () => harness.page.querySelector('hb-history-chart [role="img"]')?.getAttribute('aria-label');
    await server.until(() => expect(chart()).toContain('Fires above: 90%. Is well again at: 80%'));
    const { params } = server.calls('GET /api/nodes/web-1/history')[0] ?? {};
    expect(Date.parse(params?.get('from') ?? '')).toBeLessThan(Date.parse(pendingSince));
  });

  it('draws an alert of this moment with the figure that it fired for', async () => {
    const opened = Date.now();
    server.on(route, someAlertDetails({ pendingSince: new Date(opened).toISOString() }));
    await open();
    await server.until(() => expect(server.calls('GET /api/nodes/web-1/history')).toHaveLength(1));
    const [read] = server.calls('GET /api/nodes/web-1/history');
    expect(Date.parse(read?.params.get('to') ?? '')).toBeGreaterThanOrEqual(opened);
  });

  it('draws a filesystem by trying the rule on that alone', async () => {
    const target = { nodeId: 'web-1', mount: '/srv/*' };
    const condition = {
      metric: 'filesystemPct',
      op: '>',
      fire: 95,
      clear: 93,
      aggregate: 'LAST',
      windowSeconds: 0,
    } as const;
    const points = [3, 2, 1].map((hours) => ({
      at: new Date(Date.now() - hours * 3_600_000).toISOString(),
      value: 97,
    }));
    server
      .on(route, someAlertDetails({ target, pendingSince: new Date(Date.now() - 7_200_000).toISOString() }))
      .on('GET /api/alerts/rules/rule-1', aRule({ condition }))
      .on('POST /api/alerts/rules/test', {
        now: [],
        history: [],
        series: [
          { target: { nodeId: 'web-1', mount: '/srv/other' }, points: [] },
          { target, points },
        ],
        truncated: false,
      });
    const harness = await open();
    const chart = () => harness.page.querySelector('hb-history-chart [role="img"]')?.getAttribute('aria-label');
    await server.until(() => expect(chart()).toContain('Fires above: 95%. Is well again at: 93%'));
    expect(chart()).toContain('97%');
    const [tried] = server.calls('POST /api/alerts/rules/test');
    expect(tried?.body).toMatchObject({
      selector: { nodeIds: ['web-1'] },
      condition: { ...condition, mount: '/srv/*' },
    });
    expect(server.calls('GET /api/nodes/web-1/history')).toEqual([]);
  });

  it('does without a chart where the rule is gone', async () => {
    server.on('GET /api/alerts/rules/rule-1', new Refusal(404, { title: 'Not found' }));
    const harness = await open();
    await server.until(() => expect(server.calls('GET /api/alerts/rules/rule-1')).toHaveLength(1));
    await server.until(() => expect(harness.page.querySelector<HTMLElement>('hb-alert-chart')?.hidden).toBe(true));
    expect(server.calls('GET /api/nodes/web-1/history')).toEqual([]);
  });

  it('follows a runbook only where that is a page', async () => {
    server.on(route, someAlertDetails({ runbook: 'https://wiki.example.com/cpu' }));
    const harness = await open();
    await server.until(() => expect(harness.has('.runbook a')).toBe(true));
    const link = harness.page.querySelector('.runbook a');
    expect([link?.getAttribute('href'), link?.getAttribute('rel')]).toEqual([
      'https://wiki.example.com/cpu',
      'noopener noreferrer',
    ]);
    server.on(route, someAlertDetails({ runbook: 'javascript:alert(1)' }));
    harness.streams.latest.send('resync', {});
    await server.until(() => expect(harness.text).toContain('javascript:alert(1)'));
    expect(harness.has('.runbook a')).toBe(false);
  });

  it('is taken on for a time, and given back', async () => {
    const taken = { ackedBy: 'M. Keller', ackedUntil: new Date(Date.now() + 14_400_000).toISOString() };
    server.on(`POST /api/alerts/${anAlertId}/ack`, anAlert(taken)).on(`POST /api/alerts/${anAlertId}/unack`, anAlert());
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Acknowledge'));
    harness.control('Acknowledge').click();
    await server.until(() => expect(harness.control('For 4 hours')).toBeDefined());
    server.on(route, someAlertDetails(taken));
    harness.control('For 4 hours').click();
    await server.until(() => expect(harness.text).toContain('Acknowledged M. Keller'));
    expect(server.calls(`POST /api/alerts/${anAlertId}/ack`)[0]?.body).toEqual({ forSeconds: 14_400 });
    server.on(route, someAlertDetails());
    harness.control('Give back').click();
    await server.until(() => expect(harness.text).not.toContain('Acknowledged M. Keller'));
  });

  it('keeps a note, and what was typed when it could not be kept', async () => {
    server.on(`POST /api/alerts/${anAlertId}/note`, new Refusal(503, { title: 'Away', detail: 'Try again.' }));
    const harness = await open();
    await server.until(() => expect(harness.control('Write a note')).toBeDefined());
    harness.control('Write a note').click();
    await server.until(() => expect(fieldLabelled('Note')).toBeDefined());
    fillIn('Note', 'Disk is on order');
    harness.control('Save the note').click();
    await server.until(() => expect(harness.text).toContain('Try again.'));
    expect(fieldLabelled('Note').value).toBe('Disk is on order');
    server.on(`POST /api/alerts/${anAlertId}/note`, anAlert({ note: 'Disk is on order' }));
    server.on(route, someAlertDetails({ note: 'Disk is on order' }));
    harness.control('Save the note').click();
    await server.until(() => expect(harness.control('Change the note')).toBeDefined());
    expect(harness.text).toContain('Disk is on order');
  });

  it('leaves what is being typed alone while the figures change', async () => {
    const harness = await open();
    await server.until(() => expect(harness.control('Write a note')).toBeDefined());
    harness.control('Write a note').click();
    await server.until(() => expect(fieldLabelled('Note')).toBeDefined());
    fillIn('Note', 'Disk is on');
    server.on(route, someAlertDetails({ value: 98.2 }));
    harness.streams.latest.send('resync', {});
    await server.until(() => expect(harness.text).toContain('Value 98.2%'));
    expect(fieldLabelled('Note').value).toBe('Disk is on');
  });

  it('tells each message that was sent and why one was not, and sends it again', async () => {
    const message: AlertDelivery = {
      id: 'd-1',
      channelId: 'channel-1',
      channelName: 'On call',
      alertIds: [anAlertId],
      alertCount: 1,
      event: 'firing',
      status: 'FAILED',
      attempts: 3,
      lastError: '403 forbidden: topic is reserved',
      createdAt: '2026-01-02T03:14:06.000Z',
      sentAt: null,
    };
    server.on(route, someAlertDetails({ deliveries: [message] }));
    server.on('POST /api/alerts/deliveries/d-1/resend', { ...message, id: 'd-2', status: 'QUEUED' });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('On call Firing Failed'));
    expect(harness.text).toContain('403 forbidden: topic is reserved');
    harness.control('Send again by On call').click();
    await server.until(() => expect(server.calls(route)).toHaveLength(2));
  });

  it('tells what else happened on the host then, and no more', async () => {
    const at = (minute: number) => new Date(Date.parse('2026-01-02T03:04:05.000Z') + minute * 60_000).toISOString();
    const over = { state: 'RESOLVED' as const, resolvedAt: at(60) };
    server.on(route, someAlertDetails(over));
    server.on('GET /api/nodes/web-1/activity', {
      items: [
        { id: '3', at: at(600), nodeId: 'web-1', kind: 'job', message: 'Long after' },
        { id: '2', at: at(5), nodeId: 'web-1', kind: 'job', message: 'release-app v2 began', jobId: 'job-1' },
        { id: '1', at: at(-600), nodeId: 'web-1', kind: 'job', message: 'Long before' },
      ],
      nextCursor: 'more',
    });
    server.on('GET /api/alerts', {
      items: [anAlert(over), anAlert({ id: 'x', ruleName: 'Memory' })],
      nextCursor: null,
    });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('release-app v2 began'));
    expect(harness.control('release-app v2 began').getAttribute('href')).toBe('/dashboard/jobs/job-1');
    expect(harness.control('Warning: Memory').getAttribute('href')).toBe('/dashboard/alerts/x');
    expect(harness.text).not.toMatch(/Long (after|before)|Warning: CPU busy/);
    expect(server.calls('GET /api/nodes/web-1/activity')).toHaveLength(1);
  });

  it('says that there is no such alert', async () => {
    server.on(route, new Refusal(404, { title: 'Not found', detail: 'There is no such alert.' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('There is no such alert.'));
    expect(harness.control('Go to the alerts').getAttribute('href')).toBe('/dashboard/alerts');
  });
});
