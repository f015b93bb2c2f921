import { DeferBlockBehavior, TestBed } from '@angular/core/testing';
import { aJob, aNode, anEmptyHistory, aUser } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { NodePage } from './node-page';

function open(query = '', user = aUser()): Promise<PageHarness> {
  TestBed.configureTestingModule({ deferBlockBehavior: DeferBlockBehavior.Manual });
  return PageHarness.open(NodePage, 'nodes/:nodeId', `/dashboard/nodes/web-1${query}`, user);
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
