import type { Provider } from '@angular/core';
import { DeferBlockBehavior, TestBed } from '@angular/core/testing';
import type { Activity, Node } from '@hyprbox/contracts';
import { defaultSettings } from '@hyprbox/contracts';
import { LiveSources } from '../core/live/live-sources';
import { PageHeading } from '../core/heading/page-heading';
import { aBackupSummary } from '../testing/backup-builders';
import { backupsAside } from '../testing/backups-aside';
import { aNode, anEmptyHistory, aSummary, aUser } from '../testing/builders';
import { FakeServer } from '../testing/fake-server';
import { PageHarness } from '../testing/page-harness';
import { firstCalls } from './first-calls';
import { FakeViewport } from './list/fake-viewport';
import { OverviewPage } from './overview-page';

let viewport: FakeViewport;

function open(query = '', user = aUser(), backups: Provider = backupsAside): Promise<PageHarness> {
  viewport = new FakeViewport();
  TestBed.configureTestingModule({
    deferBlockBehavior: DeferBlockBehavior.Manual,
    providers: [viewport.provide(), backups],
  });
  return PageHarness.open(OverviewPage, '', `/dashboard${query}`, user);
}

function anActivity(change: Partial<Activity> = {}): Activity {
  return {
    id: '1',
    at: '2026-01-02T03:04:05.000Z',
    nodeId: 'web-1',
    kind: 'node',
    message: 'web-1 joined the fleet',
    ...change,
  };
}

async function show(
  harness: PageHarness,
  nodes: Node[],
  { summary = aSummary({ total: nodes.length }), activity = [] as Activity[] } = {},
): Promise<void> {
  await harness.answer('/api/nodes/summary', summary);
  await harness.answer('/api/nodes/history', anEmptyHistory());
  await harness.answer('/api/activity', { items: activity, nextCursor: null });
  await harness.answer('/api/nodes', { items: nodes, nextCursor: null });
}

describe('overview page', () => {
  it('holds the room of hosts and counts while they are loading', async () => {
    const harness = await open();
    expect(harness.page.querySelectorAll('.placeholder')).toHaveLength(8);
    expect(harness.has('[aria-busy="true"]')).toBe(true);
  });

  it('asks first for what the build tells the server of', async () => {
    const harness = await open();
    for (const call of firstCalls()) {
      const [path = ''] = call.split('?');
      expect(harness.pending(path).map(({ request }) => request.urlWithParams)).toContain(call);
    }
  });

  it('asks for the worst hosts first, and shows each with its status in words', async () => {
    const harness = await open();
    const list = harness.pending('/api/nodes');
    expect(list.map(({ request }) => request.params.get('sort'))).toEqual(['status']);
    list[0]?.flush({
      items: [aNode({ id: 'db-1', status: 'CRITICAL', metrics: { cpuPct: 97.4, memPct: 88, diskPct: 20 } }), aNode()],
      nextCursor: null,
    });
    await harness.settle();
    const cards = [...harness.page.querySelectorAll('hb-node-card')].map((card) => card.textContent ?? '');
    expect(cards).toHaveLength(2);
    expect(cards[0]).toMatch(/db-1.*Critical/s);
    expect(cards[0]).toContain('97%');
    expect(cards[1]).toContain('Debian 12 · 8 cores · eu-central');
  });

  it.each(['cards', 'table'])('says for how long a host has needed somebody (%s)', async (view) => {
    const harness = await open(`?view=${view}`);
    const ago = (minutes: number): string => new Date(Date.now() - (minutes * 60 + 5) * 1000).toISOString();
    await show(harness, [
      aNode({ id: 'db-1', status: 'CRITICAL', statusSince: ago(14) }),
      aNode({ id: 'db-2', status: 'WARNING', statusSince: ago(125) }),
      aNode({ id: 'db-3', status: 'OFFLINE', statusSince: ago(31), lastSeenAt: ago(31) }),
      aNode({ id: 'db-4', status: 'ONLINE', statusSince: ago(9) }),
    ]);
    for (const words of ['Critical for 14 min', 'Warning for 2 h', 'silent 31 min', 'Online'])
      await harness.says(words);
    expect(harness.text).not.toContain('9 min');
  });

  it('shows the counts and says in the top bar how many hosts there are', async () => {
    const harness = await open();
    const byStatus = { ONLINE: 124, WARNING: 2, CRITICAL: 1, OFFLINE: 1, UNKNOWN: 0 };
    await harness.answer('/api/nodes/summary', aSummary({ total: 128, byStatus }));
    await harness.says('124 of 128');
    await harness.says('1 critical · 2 warning · 1 offline');
    expect(TestBed.inject(PageHeading).current()).toEqual({ title: 'Fleet', detail: '128 hosts' });
  });

  it('judges figures by the thresholds that come with the counts', async () => {
    const harness = await open();
    const thresholds = { ...defaultSettings.thresholds, cpu: { warning: 20, critical: 30 } };
    await show(harness, [aNode({ metrics: { cpuPct: 34, memPct: 50, diskPct: 50 } })], {
      summary: aSummary({ thresholds }),
    });
    const levels = [...harness.page.querySelectorAll('hb-meter')].map((meter) => meter.getAttribute('data-level'));
    expect(levels).toEqual(['critical', 'normal', 'normal']);
  });

  it('says how the backups stand, and leads to what is wrong with them', async () => {
    const server = new FakeServer()
      .on('GET /api/nodes/summary', aSummary())
      .on('GET /api/backups/summary', aBackupSummary({ FAILING: 2, PROTECTED: 5 }));
    const harness = await open('', aUser(), []);
    await server.until(() => expect(harness.text).toContain('5 of 7 2 failing'));
    expect(harness.control('2 failing').getAttribute('href')).toBe('/dashboard/backups?show=failing');
  });

  it('tells the newcomer the next step', async () => {
    const harness = await open();
    await show(harness, []);
    await harness.says('No host yet');
    expect(harness.control('Create a node token').getAttribute('href')).toBe('/dashboard/settings?create=token');
  });

  it('does not offer a viewer what only an admin may do', async () => {
    const harness = await open('', aUser({ role: 'VIEWER' }));
    await show(harness, []);
    await harness.says('ask one for a token');
    expect(() => harness.control('Create a node token')).toThrow();
  });

  it('says that no host fits a filter, and takes the filter away', async () => {
    const harness = await open('?q=zzz');
    const [list] = harness.pending('/api/nodes');
    expect(list?.request.params.get('q')).toBe('zzz');
    list?.flush({ items: [], nextCursor: null });
    await harness.settle();
    await harness.answer('/api/nodes', { items: [aNode()], nextCursor: null });
    await harness.press('Show all hosts');
    await harness.until(() => harness.url === '/dashboard');
    await harness.until(() => harness.page.querySelectorAll('hb-node-card').length === 1);
  });

  it('says what went wrong and tries again', async () => {
    const harness = await open();
    await harness.refuse('/api/nodes', 503, 'The database is away.');
    await harness.says('The database is away.');
    await harness.press('Try again');
    await harness.answer('/api/nodes', { items: [aNode()], nextCursor: null });
    expect(harness.page.querySelectorAll('hb-node-card')).toHaveLength(1);
  });

  it('says once that nothing can be read, and reads everything again', async () => {
    const harness = await open();
    for (const path of ['/api/nodes/summary', '/api/activity', '/api/nodes']) {
      await harness.refuse(path, 503, 'The database is away.');
    }
    expect(harness.page.querySelectorAll('hb-failure-state')).toHaveLength(1);
    await harness.press('Try again');
    await harness.answer('/api/nodes/summary', aSummary());
    await harness.answer('/api/activity', { items: [], nextCursor: null });
    await harness.answer('/api/nodes', { items: [aNode()], nextCursor: null });
    expect(harness.page.querySelectorAll('hb-node-card')).toHaveLength(1);
  });

  it('offers no second try to someone who is not allowed', async () => {
    const harness = await open();
    await harness.refuse('/api/nodes', 403, 'Your role does not include this.');
    await harness.says('Your role does not include this.');
    expect(() => harness.control('Try again')).toThrow();
  });

  it('asks once for the sparklines of all hosts on the screen', async () => {
    const harness = await open();
    await show(harness, [aNode({ id: 'a' }), aNode({ id: 'b' })]);
    const asked: string[] = [];
    await harness.until(() => {
      for (const spark of harness.pending('/api/nodes/sparks')) {
        asked.push(spark.request.params.get('nodeIds') ?? '');
        const course = [10, 20, null];
        spark.flush({ items: [{ nodeId: 'a', cpuPct: course, memPct: course, diskPct: course }] });
      }
      return harness.has('hb-sparkline path.line');
    });
    expect(asked).toEqual(['a,b']);
  });

  it('changes figures and status in place with a heartbeat', async () => {
    const harness = await open();
    await show(harness, [aNode({ id: 'a' }), aNode({ id: 'b' })]);
    harness.streams.latest.open();
    harness.streams.latest.send('heartbeat', {
      items: [
        {
          nodeId: 'b',
          at: new Date(Date.now() + 1000).toISOString(),
          status: 'WARNING',
          metrics: { cpuPct: 83.6, memPct: 40, diskPct: 20 },
        },
      ],
    });
    await harness.settle();
    const cards = [...harness.page.querySelectorAll('hb-node-card')].map((card) => card.textContent ?? '');
    expect(cards[1]).toContain('84%');
    expect(cards[1]).toContain('Warning');
    expect(cards[0]).toContain('34%');
  });

  it('calls its figures live only while they are', async () => {
    const harness = await open();
    const sources = TestBed.inject(LiveSources);
    expect(sources.state()).toBe('connecting');
    await harness.answer('/api/nodes', { items: [aNode()], nextCursor: null });
    harness.streams.latest.open();
    expect(sources.state()).toBe('live');
    harness.streams.latest.break();
    expect(sources.state()).toBe('lost');
    expect(sources.asOf()).not.toBeNull();
  });

  it('reads the hosts again when the stream cannot say what was missed', async () => {
    const harness = await open();
    await show(harness, [aNode({ id: 'a' })]);
    harness.streams.latest.open();
    harness.streams.latest.send('resync', {});
    await harness.answer('/api/nodes', { items: [aNode({ id: 'a' }), aNode({ id: 'new' })], nextCursor: null });
    expect(harness.page.querySelectorAll('hb-node-card')).toHaveLength(2);
  });

  it('shows the first host of an empty fleet as soon as it has joined', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    const harness = await open();
    await show(harness, []);
    await harness.says('No host yet');
    harness.streams.latest.send('activity', anActivity());
    await vi.advanceTimersByTimeAsync(2_000);
    await harness.answer('/api/nodes', { items: [aNode({ id: 'web-1' })], nextCursor: null });
    expect(harness.page.querySelectorAll('hb-node-card')).toHaveLength(1);
  });

  it('says what has happened, and slides in what happens now: newest first and each once', async () => {
    const harness = await open();
    const joined = anActivity({ id: '1', at: '2026-01-02T03:04:05.000Z' });
    const applied = anActivity({
      id: '2',
      at: '2026-01-02T03:05:00.000Z',
      message: 'mkeller applied nginx',
      jobId: 'j1',
    });
    await show(harness, [aNode()], { activity: [joined] });
    harness.streams.latest.send('activity', applied);
    harness.streams.latest.send('activity', applied);
    harness.streams.latest.send('activity', joined);
    await harness.settle();
    const rows = [...harness.page.querySelectorAll('hb-activity-card li')];
    const words = rows.map((row) => row.querySelector('.message')?.textContent.replaceAll(/\s+/g, ' ').trim());
    expect(words).toEqual(['mkeller applied nginx on web-1', 'web-1 joined the fleet']);
    expect(rows.map((row) => row.querySelector('a')?.getAttribute('href'))).toEqual([
      '/dashboard/jobs/j1',
      '/dashboard/nodes/web-1',
    ]);
    expect(rows.map((row) => row.classList.contains('entering'))).toEqual([true, false]);
  });

  it('leaves out nothing of what happens at once, and adds what is repeated once', async () => {
    const harness = await open();
    await show(harness, [aNode()]);
    const burst = ['first', 'second', 'third', 'second'].map((message) =>
      anActivity({ id: message, at: '2026-01-02T03:05:00.000Z', message }),
    );
    for (const entry of burst) harness.streams.latest.send('activity', entry);
    await harness.until(() => harness.page.querySelectorAll('hb-activity-card .message').length >= burst.length - 1);
    const messages = [...harness.page.querySelectorAll('hb-activity-card .message')];
    expect(messages.map((message) => message.textContent.trim().split(' ')[0]).sort()).toEqual([
      'first',
      'second',
      'third',
    ]);
  });

  it('keeps what the stream brought before the list of what has happened was there', async () => {
    const harness = await open();
    harness.streams.latest.send(
      'activity',
      anActivity({ id: '9', at: '2026-01-02T04:00:00.000Z', message: 'late news' }),
    );
    await show(harness, [aNode()], { activity: [anActivity()] });
    const text = harness.page.querySelector('hb-activity-card')?.textContent ?? '';
    expect(text).toMatch(/late news.*web-1 joined the fleet/s);
  });

  it('tells what will be in the activity while there is none, and what went wrong when it cannot be read', async () => {
    const harness = await open();
    await harness.refuse('/api/activity', 503, 'The database is away.');
    await harness.says('The database is away.');
    await harness.press('Try again');
    await show(harness, [aNode()]);
    await harness.says('Nothing has happened yet');
  });

  it('shows the table that the address asks for, and orders it by a heading', async () => {
    const harness = await open('?view=table');
    await show(harness, [aNode()]);
    await harness.press('CPU');
    await harness.until(() => harness.url === '/dashboard?view=table&sort=-cpu');
    await harness.settle();
    expect(harness.page.querySelector('th[aria-sort="descending"]')?.textContent).toContain('CPU');
  });
});
