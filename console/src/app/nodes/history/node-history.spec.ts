import { Location } from '@angular/common';
import { DeferBlockBehavior, TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { Alert, Page } from '@hyprbox/contracts';
import { of } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { drag, fakeEcharts, point } from '../../shared/chart/fake-echarts';
import { anAlert } from '../../testing/alert-builders';
import { alertsAside } from '../../testing/alerts-aside';
import { backupsAside } from '../../testing/backups-aside';
import { aHistory, aJob, anEmptyHistory, aNode, aUser } from '../../testing/builders';
import { PageHarness } from '../../testing/page-harness';
import { NodePage } from '../node-page';

const path = '/api/nodes/web-1/history';
const from = '2026-01-02T03:00:00.000Z';
/** Ten minutes, nine steps of the axis. */
const history = aHistory(from, [10, 20, 30, 40, null, null, 70, 80, 90, 95]);

async function open(query = '', alerts: Page<Alert> = { items: [], nextCursor: null }): Promise<PageHarness> {
  TestBed.configureTestingModule({
    deferBlockBehavior: DeferBlockBehavior.Playthrough,
    providers: [alertsAside, { provide: AlertsApi, useValue: { list: () => of(alerts) } }, backupsAside],
  });
  fakeEcharts();
  const harness = await PageHarness.open(NodePage, 'nodes/:nodeId', `/dashboard/nodes/web-1${query}`, aUser());
  await harness.answer('/api/nodes/web-1/status', aNode());
  return harness;
}

function plots(harness: PageHarness): Element[] {
  return [...harness.page.querySelectorAll('hb-history-chart .plot')];
}

async function draws(harness: PageHarness): Promise<Element> {
  await harness.until(() => plots(harness).length === 6);
  const [plot] = plots(harness);
  if (plot === undefined) throw new Error('There is no chart.');
  return plot;
}

/** What the page asks the server for, once it does. */
async function question(harness: PageHarness): Promise<Record<string, string | null>> {
  const { request } = await harness.answer(path, history);
  return { range: request.params.get('range'), from: request.params.get('from'), to: request.params.get('to') };
}

describe('history of a host', () => {
  it('holds the room of its charts while it is loading', async () => {
    const harness = await open();
    expect(harness.page.querySelectorAll('hb-node-history .hb-skeleton')).toHaveLength(6);
  });

  it('says in words what the charts show', async () => {
    const harness = await open();
    await harness.answer(path, history);
    await draws(harness);
    const labels = [...harness.page.querySelectorAll('[role="img"]')].map((chart) => chart.getAttribute('aria-label'));
    expect(labels[0]).toMatch(/^CPU, .* CPU: latest 95%, lowest 10%, highest 95%$/);
    expect(labels[5]).toMatch(/Read: latest 95 B\/s, lowest 10 B\/s, highest 95 B\/s\. Written: /);
    await harness.says('Means of 1 min');
  });

  it('says that nothing was measured', async () => {
    const harness = await open();
    await harness.answer(path, anEmptyHistory());
    await harness.says('Nothing was measured in this time.');
    expect(plots(harness)).toHaveLength(0);
  });

  it('asks for the span that is dragged over, puts it in the address, and goes back', async () => {
    const harness = await open('?range=7d');
    TestBed.inject(Router).setUpLocationChangeListener();
    expect(await question(harness)).toEqual({ range: '7d', from: null, to: null });
    drag(await draws(harness), 0, 333.4);
    const zoom = { from: '2026-01-02T03:00:00.000Z', to: '2026-01-02T03:03:00.036Z' };
    await harness.until(() => harness.url.includes('from='));
    expect(new URLSearchParams(harness.url.split('?')[1]).get('from')).toBe(zoom.from);
    expect(new URLSearchParams(harness.url.split('?')[1]).get('range')).toBe('7d');
    expect(await question(harness)).toEqual({ range: null, ...zoom });

    TestBed.inject(Location).back();
    await harness.until(() => harness.url === '/dashboard/nodes/web-1?range=7d');
    expect(await question(harness)).toEqual({ range: '7d', from: null, to: null });
  });

  it('shows the span of its address, and resets it', async () => {
    const harness = await open('?range=24h&from=2026-01-02T03:00:00.000Z&to=2026-01-02T04:00:00.000Z');
    expect(await question(harness)).toEqual({
      range: null,
      from: '2026-01-02T03:00:00.000Z',
      to: '2026-01-02T04:00:00.000Z',
    });
    await harness.press('Reset zoom');
    await harness.until(() => harness.url === '/dashboard/nodes/web-1?range=24h');
    expect(await question(harness)).toEqual({ range: '24h', from: null, to: null });
    expect(() => harness.control('Reset zoom')).toThrow();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Zoom in');
  });

  it('zooms and moves by buttons', async () => {
    const harness = await open('?from=2026-01-02T03:00:00.000Z&to=2026-01-02T04:00:00.000Z');
    await harness.answer(path, history);
    const steps: [button: string, from: string, to: string][] = [
      ['Zoom in', '03:15', '03:45'],
      ['Earlier', '03:00', '03:30'],
      ['Later', '03:15', '03:45'],
      ['Zoom out', '03:00', '04:00'],
    ];
    for (const [button, begin, end] of steps) {
      await harness.press(button);
      const asked = { range: null, from: `2026-01-02T${begin}:00.000Z`, to: `2026-01-02T${end}:00.000Z` };
      expect(await question(harness)).toEqual(asked);
    }
  });

  it('reads the newest figures as they come, but not while the past is shown', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const harness = await open();
    const reports = async () => {
      harness.streams.latest.send('heartbeat', { items: [] });
      await harness.settle();
    };
    harness.streams.latest.open();
    await harness.answer(path, history);
    await reports();
    expect(harness.pending(path)).toHaveLength(0);
    // Half of the minute that a point stands for.
    vi.setSystemTime(Date.now() + 30_000);
    await reports();
    const [question] = harness.pending(path);
    question?.flush(aHistory(from, [10, 20, 30, 40, 50, 60, 70, 80, 90, 99]));
    await harness.until(() =>
      Boolean(harness.page.querySelector('[role="img"]')?.getAttribute('aria-label')?.includes('latest 99%')),
    );

    drag(await draws(harness), 0, 500);
    await harness.until(() => harness.url.includes('from='));
    await harness.answer(path, history);
    vi.setSystemTime(Date.now() + 90_000);
    await reports();
    expect(harness.pending(path)).toHaveLength(0);
  });

  it('takes a click for no span, and lets a drag be broken off', async () => {
    const harness = await open();
    await harness.answer(path, history);
    const plot = await draws(harness);
    drag(plot, 100, 103);
    point(plot, 'pointerdown', 100);
    point(plot, 'pointermove', 500);
    await harness.until(() => harness.page.querySelectorAll('.selection').length === 6);
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await harness.until(() => !harness.has('.selection'));
    point(plot, 'pointerup', 600);
    await harness.settle();
    expect(harness.url).toBe('/dashboard/nodes/web-1');
    expect(harness.pending(path)).toHaveLength(0);
  });

  it('shows one crosshair in all charts, and the figures under it', async () => {
    const harness = await open();
    await harness.answer(path, history);
    const plot = await draws(harness);
    point(plot, 'pointermove', 222);
    await harness.until(() => harness.page.querySelectorAll('.crosshair').length === 6);
    expect(harness.page.querySelectorAll('hb-chart-readout')).toHaveLength(1);
    expect(harness.page.querySelector('hb-chart-readout')?.textContent).toContain('30%');
    point(plot, 'pointermove', 500);
    await harness.until(() =>
      Boolean(harness.page.querySelector('hb-chart-readout')?.textContent.includes('Nothing measured')),
    );
    point(plot, 'pointerleave', 0);
    await harness.until(() => !harness.has('.crosshair'));
  });

  it.each([
    ['p5-p95', '5th–95th percentile', '25% – 35%'],
    ['min-max', 'lowest–highest', '5% – 99%'],
  ] as const)('says what its band of %s is, and from where to where it reaches', async (band, name, figures) => {
    const harness = await open();
    const spread = { min: { cpuPct: 5 }, p5: { cpuPct: 25 }, p95: { cpuPct: 35 }, max: { cpuPct: 99 } };
    await harness.answer(path, { ...history, band, points: history.points.map((point) => ({ ...point, ...spread })) });
    const plot = await draws(harness);
    await harness.says(`Means of 1 min, band ${name}`);
    point(plot, 'pointermove', 222);
    await harness.until(() => harness.has('hb-chart-readout'));
    const readout = harness.page.querySelector('hb-chart-readout')?.textContent;
    expect(readout).toContain(name);
    expect(readout).toContain(figures);
    expect(harness.page.querySelector('[role="img"]')?.getAttribute('aria-label')).toMatch(/lowest 5%, highest 99%$/);
  });

  it('says why a span could not be read, and tries again', async () => {
    const harness = await open('?range=7d');
    await harness.answer(path, history);
    await harness.press('24 h');
    await harness.refuse(path, 503, 'The database is away.');
    await harness.says('The database is away.');
    expect(plots(harness)).toHaveLength(0);
    await harness.press('Try again');
    expect(await question(harness)).toEqual({ range: '24h', from: null, to: null });
    await draws(harness);
  });

  it('says that the role may not read it', async () => {
    const harness = await open();
    await harness.refuse(path, 403, 'Your role does not allow this.');
    await harness.says('Your role does not allow this.');
    expect(() => harness.control('Try again')).toThrow();
  });

  it('marks what happened in the time of the charts, and lists it', async () => {
    const fired = anAlert({ firedAt: '2026-01-02T03:03:00.000Z', severity: 'CRITICAL' });
    const harness = await open('', {
      items: [fired, anAlert({ id: 'pending', firedAt: null, state: 'PENDING' })],
      nextCursor: null,
    });
    await harness.answer(path, history);
    await draws(harness);
    const asked = harness.pending('/api/jobs').find(({ request }) => request.params.has('from'));
    expect(asked?.request.params.get('nodeId')).toBe('web-1');
    const at = (id: string, startedAt: string) => aJob({ id, startedAt, status: 'FAILED' });
    asked?.flush({
      items: [
        at('job-1', '2026-01-02T03:06:00.000Z'),
        at('job-2', '2026-01-02T03:06:01.000Z'),
        at('before', '2026-01-02T02:00:00.000Z'),
        at('newest', '2026-01-02T03:09:40.000Z'),
      ],
      nextCursor: null,
    });
    await harness.says('In this time: 1 alert, 3 jobs');
    const ticks = [...(harness.page.querySelector('hb-chart-ticks')?.children ?? [])];
    expect(ticks.map((tick) => [tick.tagName, tick.getAttribute('data-shape'), tick.getAttribute('href')])).toEqual([
      ['A', 'diamond', `/dashboard/alerts/${fired.id}`],
      ['BUTTON', 'dot', null],
      // After the newest figure.
      ['A', 'dot', '/dashboard/jobs/newest'],
    ]);
    const details = harness.page.querySelector('hb-history-events details');
    if (details instanceof HTMLDetailsElement) details.open = true;
    await harness.says(/restart-service job · failed/);
    const links = [...harness.page.querySelectorAll('hb-history-events a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual([
      ...['newest', 'job-2', 'job-1'].map((id) => `/dashboard/jobs/${id}`),
      `/dashboard/alerts/${fired.id}`,
    ]);
    // What lies too close together is told apart by zooming in.
    ticks[1]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await harness.until(() => harness.url.includes('from=2026-01-02T03:05:'));
  });
});
