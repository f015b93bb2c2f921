import type { Provider } from '@angular/core';
import { DeferBlockBehavior, TestBed } from '@angular/core/testing';
import type { Activity } from '@hyprbox/contracts';
import { defaultSettings } from '@hyprbox/contracts';
import { aTarget } from '../testing/backup-builders';
import { alertsAside } from '../testing/alerts-aside';
import { backupsAside } from '../testing/backups-aside';
import { aJob, aNode, anEmptyHistory, aSummary, aUser } from '../testing/builders';
import { FakeServer, Refusal } from '../testing/fake-server';
import { PageHarness } from '../testing/page-harness';
import { NodePage } from './node-page';

function begin(query = '', user = aUser(), backups: Provider = backupsAside): Promise<PageHarness> {
  TestBed.configureTestingModule({ deferBlockBehavior: DeferBlockBehavior.Manual, providers: [alertsAside, backups] });
  return PageHarness.open(NodePage, 'nodes/:nodeId', `/dashboard/nodes/web-1${query}`, user);
}

/** With all of it drawn: some cards come after the first paint. */
async function open(query = '', user = aUser()): Promise<PageHarness> {
  const harness = await begin(query, user);
  await harness.until(() => harness.page.querySelector('hb-node-activity') !== null);
  return harness;
}

function anEntry(minute: number): Activity {
  return {
    id: `${minute}`,
    at: `2026-01-02T03:0${minute}:00.000Z`,
    nodeId: 'web-1',
    kind: 'node',
    message: `entry ${minute}`,
  };
}

describe('node page', () => {
  it('holds the room of the figures while they are loading', async () => {
    const harness = await open();
    expect(harness.page.querySelectorAll('hb-node-figures .placeholder')).toHaveLength(3);
  });

  it('shows the host: status, figures, filesystems, details and tags', async () => {
    const harness = await open();
    const filesystems = [
      { mount: '/', fsType: 'ext4', usedBytes: 60e9, totalBytes: 100e9 },
      { mount: '/srv', fsType: 'xfs', usedBytes: 92e9, totalBytes: 100e9 },
    ];
    const metrics = { cpuPct: 34, memPct: 95, diskPct: 61, memUsedBytes: 8e9, memTotalBytes: 16e9, filesystems };
    await harness.answer('/api/nodes/web-1/status', aNode({ tags: ['web'], metrics }));
    await harness.says('Online');
    await harness.says('34%');
    await harness.says(/95% Critical 8\.0 GB of 16\.0 GB/);
    await harness.says('web-1.example.net');
    expect(harness.control('web').getAttribute('href')).toBe('/dashboard?tag=web');
    const mounts = [...harness.page.querySelectorAll('hb-node-filesystems code')].map((mount) => mount.textContent);
    expect(mounts).toEqual(['/srv', '/']);
  });

  it('names the filesystem that its disk figure is of', async () => {
    const harness = await open();
    const disk = { diskPct: 97, diskMount: '/var', diskUsedBytes: 97e9, diskTotalBytes: 100e9 };
    await harness.answer('/api/nodes/web-1/status', aNode({ metrics: { cpuPct: 34, memPct: 50, ...disk } }));
    await harness.says(/Disk \/var 97% Critical 97\.0 GB of 100 GB/);
  });

  it('judges its figures by the fleet’s thresholds', async () => {
    const harness = await open();
    await harness.answer('/api/nodes/web-1/status', aNode({ metrics: { cpuPct: 34, memPct: 50, diskPct: 50 } }));
    await harness.says('CPU 34% Memory');
    const thresholds = { ...defaultSettings.thresholds, cpu: { warning: 20, critical: 30 } };
    await harness.answer('/api/nodes/summary', aSummary({ thresholds }));
    await harness.says(/34% Critical/);
  });

  it('shows the jobs and the activity of the host, or that there are none', async () => {
    const harness = await open();
    const entry = {
      id: '1',
      at: '2026-01-02T03:04:05.000Z',
      nodeId: 'web-1',
      kind: 'node',
      message: 'web-1 came online',
    };
    await harness.answer('/api/nodes/web-1/activity', { items: [entry], nextCursor: null });
    const request = await harness.answer('/api/jobs', { items: [aJob({ status: 'FAILED' })], nextCursor: null });
    expect(request.request.params.get('nodeId')).toBe('web-1');
    await harness.says('web-1 came online');
    expect(harness.control('restart-service').getAttribute('href')).toBe('/dashboard/jobs/job-1');
    await harness.says('Failed');
  });

  it('shows how the host stands under its backup policies', async () => {
    const server = new FakeServer()
      .on('GET /api/nodes/web-1/status', aNode())
      .on('GET /api/nodes/web-1/history', anEmptyHistory())
      .on('GET /api/backups/targets', { items: [aTarget({ protection: 'FAILING' })], nextCursor: null });
    const harness = await begin('', aUser(), []);
    await server.until(() => expect(harness.text).toMatch(/shop-files Failing Backed up/));
    expect(server.calls('GET /api/backups/targets')[0]?.params.get('nodeId')).toBe('web-1');
  });

  it('does not offer to back up a decommissioned host', async () => {
    const server = new FakeServer()
      .on('GET /api/nodes/web-1/status', new Refusal(404))
      .on('GET /api/nodes/web-1/history', anEmptyHistory());
    const harness = await begin('', aUser(), []);
    await server.until(() => expect(harness.text).toContain('This host is decommissioned'));
    expect(harness.has('hb-node-backups-card')).toBe(false);
  });

  it('says when nothing has happened yet', async () => {
    const harness = await open();
    await harness.answer('/api/nodes/web-1/activity', { items: [], nextCursor: null });
    await harness.answer('/api/jobs', { items: [], nextCursor: null });
    await harness.answer('/api/nodes/web-1/history', anEmptyHistory());
    await harness.says('No job has run on this host yet.');
    await harness.says('Nothing has happened on this host yet.');
    await harness.says('Nothing was measured in this time.');
  });

  it('says that there is no such host', async () => {
    const harness = await open();
    await harness.refuse('/api/nodes/web-1/status', 404, 'No host with this id.');
    await harness.refuse('/api/nodes/web-1/history', 404, 'No host with this id.');
    await harness.says('No such host');
    expect(harness.control('Go to the fleet').getAttribute('href')).toBe('/dashboard');
  });

  it('keeps what is known of a decommissioned host', async () => {
    const harness = await open();
    await harness.refuse('/api/nodes/web-1/status', 404, 'No host with this id.');
    await harness.answer('/api/nodes/web-1/history', anEmptyHistory());
    await harness.says('This host is decommissioned');
    expect(harness.has('hb-node-history')).toBe(true);
    expect(harness.has('hb-node-figures')).toBe(false);
    expect(() => harness.control('Run a preset')).toThrow();
    expect(() => harness.control('Decommission')).toThrow();
  });

  it('says so when its host is decommissioned meanwhile', async () => {
    const harness = await open();
    await harness.answer('/api/nodes/web-1/status', aNode());
    await harness.answer('/api/nodes/web-1/history', anEmptyHistory());
    harness.streams.latest.open();
    harness.streams.latest.send('resync', {});
    await harness.refuse('/api/nodes/web-1/status', 404, 'No host with this id.');
    await harness.says('This host is decommissioned');
  });

  it('says since when the figures of a silent host are old', async () => {
    const harness = await open();
    const metrics = { cpuPct: 99, memPct: 52, diskPct: 61 };
    const lastSeenAt = '2026-01-02T03:04:05.000Z';
    await harness.answer('/api/nodes/web-1/status', aNode({ status: 'OFFLINE', lastSeenAt, metrics }));
    await harness.says(/Nothing was heard from this host since 2 Jan 2026, \d\d:04:05\. The figures are the last ones/);
    expect(harness.text).toContain('99%');
    expect(harness.text).not.toContain('Critical');
  });

  it('says that the role may not read the host', async () => {
    const harness = await open();
    await harness.refuse('/api/nodes/web-1/status', 403, 'Your role does not allow this.');
    await harness.says('Your role does not allow this.');
    expect(() => harness.control('Try again')).toThrow();
  });

  it('shows the fullest of many filesystems, and all of them when asked', async () => {
    const harness = await open();
    const filesystems = Array.from({ length: 64 }, (_, index) => ({
      mount: `/mnt/${index}`,
      fsType: 'zfs',
      usedBytes: index * 1e9,
      totalBytes: 64e9,
    }));
    const metrics = { cpuPct: 1, memPct: 1, diskPct: 1, filesystems };
    await harness.answer('/api/nodes/web-1/status', aNode({ metrics }));
    const mounts = () => [...harness.page.querySelectorAll('hb-node-filesystems code')].map((cell) => cell.textContent);
    await harness.says('8 of 64, the fullest first');
    expect(mounts()).toEqual(['63', '62', '61', '60', '59', '58', '57', '56'].map((name) => `/mnt/${name}`));
    await harness.press('Show all 64');
    await harness.until(() => mounts().length === 64);
    await harness.press('Show the fullest only');
    await harness.until(() => mounts().length === 8);
  });

  it('loads older activity a page at a time, and keeps it when new entries come', async () => {
    const harness = await open();
    const path = '/api/nodes/web-1/activity';
    await harness.answer(path, { items: [anEntry(5), anEntry(4)], nextCursor: 'c1' });
    await harness.press('Load more');
    await harness.refuse(path, 503, 'The database is away.');
    await harness.says('The database is away.');
    await harness.press('Load more');
    const { request } = await harness.answer(path, { items: [anEntry(3), anEntry(2)], nextCursor: null });
    expect(request.params.get('cursor')).toBe('c1');
    harness.streams.latest.open();
    harness.streams.latest.send('activity', anEntry(6));
    const messages = () =>
      [...harness.page.querySelectorAll('hb-node-activity .message')].map((entry) => entry.textContent.trim());
    await harness.until(() => messages().join() === 'entry 6,entry 5,entry 4,entry 3,entry 2');
    expect(() => harness.control('Load more')).toThrow();
  });

  it('says why jobs or activity could not be read, each for itself', async () => {
    const harness = await open();
    await harness.refuse('/api/jobs', 503, 'The jobs are away.');
    await harness.answer('/api/nodes/web-1/activity', { items: [anEntry(1)], nextCursor: null });
    await harness.says('The jobs are away.');
    await harness.says('entry 1');
    await harness.press('Try again');
    await harness.answer('/api/jobs', { items: [], nextCursor: null });
    await harness.says('No job has run on this host yet.');
  });

  it('says what went wrong and tries again', async () => {
    const harness = await open();
    await harness.breakConnection('/api/nodes/web-1/status');
    await harness.says('The server cannot be reached');
    await harness.press('Try again');
    await harness.answer('/api/nodes/web-1/status', aNode());
    await harness.says('Online');
  });

  it('tells what to do about a host that never reported', async () => {
    const harness = await open();
    await harness.answer('/api/nodes/web-1/status', aNode({ status: 'UNKNOWN', lastSeenAt: null, metrics: null }));
    await harness.says('This host has never reported');
  });

  it('offers to run a preset here to those who may', async () => {
    const operator = await open('', aUser({ role: 'OPERATOR' }));
    expect(operator.control('Run a preset').getAttribute('href')).toBe('/dashboard/deploys?node=web-1');
  });

  it('does not offer it to a viewer', async () => {
    const viewer = await open('', aUser({ role: 'VIEWER' }));
    expect(() => viewer.control('Run a preset')).toThrow();
  });

  it('reads the history of the range in the address, and of the one that is chosen', async () => {
    const harness = await open('?range=7d');
    const first = await harness.answer('/api/nodes/web-1/history', anEmptyHistory());
    expect(first.request.params.get('range')).toBe('7d');
    await harness.press('30 d');
    await harness.until(() => harness.url === '/dashboard/nodes/web-1?range=30d');
    const second = await harness.answer('/api/nodes/web-1/history', anEmptyHistory());
    expect(second.request.params.get('range')).toBe('30d');
  });

  it('follows its own host live', async () => {
    const harness = await open();
    await harness.answer('/api/nodes/web-1/status', aNode());
    expect(harness.streams.latest.url).toBe('/api/stream/nodes?nodeIds=web-1');
    harness.streams.latest.open();
    harness.streams.latest.send('heartbeat', {
      items: [
        {
          nodeId: 'web-1',
          at: new Date().toISOString(),
          status: 'CRITICAL',
          metrics: { cpuPct: 99, memPct: 1, diskPct: 1 },
        },
      ],
    });
    await harness.settle();
    await harness.says('99% Critical');
  });
});
