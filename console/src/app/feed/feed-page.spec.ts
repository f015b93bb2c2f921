import { aUser } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { FeedPage } from './feed-page';

const past = {
  id: 'a-1',
  at: '2026-01-02T03:04:05.000Z',
  nodeId: 'web-1',
  kind: 'node',
  message: 'web-1 came online',
};

function open(query = ''): Promise<PageHarness> {
  return PageHarness.open(FeedPage, 'logs', `/dashboard/logs${query}`, aUser({ role: 'VIEWER' }));
}

async function opened(query = '', items: object[] = [past]): Promise<PageHarness> {
  const harness = await open(query);
  await harness.answer('/api/activity', { items, nextCursor: null });
  harness.streams.latest.open();
  return harness;
}

function beat(harness: PageHarness, second: number, nodeId = 'web-1'): void {
  const at = new Date(Date.UTC(2026, 0, 2, 4, 0, second)).toISOString();
  const metrics = { cpuPct: 34, memPct: 52, diskPct: 61 };
  harness.streams.latest.send('heartbeat', { items: [{ nodeId, at, status: 'ONLINE', metrics }] });
}

function rows(harness: PageHarness): number {
  return harness.page.querySelectorAll('hb-feed-row').length;
}

function pressSpace(target: EventTarget = document): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true }));
}

describe('feed page', () => {
  it('lets a new row or two slide in, and none of many that come at once', async () => {
    const harness = await opened();
    const entering = (): number => harness.page.querySelectorAll('.entering').length;
    beat(harness, 1);
    await harness.until(() => rows(harness) === 2);
    expect(entering()).toBe(1);
    for (let host = 0; host < 20; host += 1) beat(harness, 2, `web-${host}`);
    await harness.until(() => rows(harness) === 22);
    expect(entering()).toBe(0);
  });

  it('says that it is loading', async () => {
    const harness = await open();
    expect(harness.text).toContain('Loading the feed');
  });

  it('shows what happened before, and what comes above it', async () => {
    const harness = await opened();
    await harness.says('web-1 came online');
    beat(harness, 1);
    await harness.says(/Online CPU 34% Memory 52% Disk 61%.*web-1 came online/);
  });

  it('tells the newcomer what will be here', async () => {
    const harness = await opened('', []);
    await harness.says('Nothing has happened yet');
  });

  it('says what went wrong and tries again', async () => {
    const harness = await open();
    await harness.breakConnection('/api/activity');
    await harness.says('The server cannot be reached');
    await harness.press('Try again');
    await harness.answer('/api/activity', { items: [past], nextCursor: null });
    await harness.says('web-1 came online');
  });

  it('says that it is not allowed, and offers no second try', async () => {
    const harness = await open();
    await harness.refuse('/api/activity', 403, 'Your role does not allow this.');
    await harness.says('Your role does not allow this.');
    expect(() => harness.control('Try again')).toThrow();
  });

  it('shows one kind only, as the address says', async () => {
    const harness = await opened('?kind=activity');
    beat(harness, 1);
    harness.streams.latest.send('activity', {
      ...past,
      id: 'a-2',
      at: '2026-01-02T04:00:02.000Z',
      message: 'web-2 left',
    });
    await harness.says('web-2 left');
    expect(rows(harness)).toBe(2);
    await harness.press('Heartbeats');
    await harness.until(() => harness.url === '/dashboard/logs?kind=heartbeats');
    await harness.until(() => rows(harness) === 1 && harness.text.includes('CPU 34%'));
  });

  it('asks the server for one host only', async () => {
    const harness = await open('?host=web-1');
    await harness.answer('/api/nodes/web-1/activity', { items: [past], nextCursor: null });
    expect(harness.streams.latest.url).toBe('/api/stream/nodes?nodeIds=web-1');
    await harness.says('web-1 came online');
  });

  it('does not ask for a host that cannot be', async () => {
    const harness = await open('?host=Web%201');
    await harness.says('No such host');
    await harness.press('Clear filters');
    await harness.until(() => harness.url === '/dashboard/logs');
  });

  it('counts what comes while it is paused, and shows it on resuming', async () => {
    const harness = await opened();
    await harness.says('web-1 came online');
    pressSpace();
    await harness.says('Paused · 0 held back');
    beat(harness, 1);
    beat(harness, 2);
    await harness.says('Paused · 2 held back');
    expect(rows(harness)).toBe(1);
    pressSpace();
    await harness.until(() => rows(harness) === 3);
  });

  it('counts only what will be shown on resuming', async () => {
    const harness = await opened('?kind=activity');
    await harness.says('web-1 came online');
    pressSpace();
    beat(harness, 1);
    harness.streams.latest.send('activity', { ...past, id: 'a-2', at: '2026-01-02T04:00:02.000Z' });
    await harness.says('Paused · 1 held back');
  });

  it('leaves the space bar to the control that has the focus', async () => {
    const harness = await opened();
    await harness.says('web-1 came online');
    pressSpace(harness.control('web-1 came online'));
    await harness.settle();
    expect(harness.text).not.toContain('Paused');
  });

  it('moves nothing under the pointer', async () => {
    const harness = await opened();
    await harness.says('web-1 came online');
    const list = harness.page.querySelector('ol');
    list?.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }));
    beat(harness, 1);
    await harness.says('Paused while you point at it · 1 held back');
    expect(rows(harness)).toBe(1);
    list?.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
    await harness.until(() => rows(harness) === 2);
  });

  it('shows how long it had no connection, where it had none', async () => {
    const harness = await opened();
    await harness.says('web-1 came online');
    harness.streams.latest.break();
    await harness.says('No connection for');
    harness.streams.latest.open();
    await harness.says(/1 s without connection\..*web-1 came online/);
    beat(harness, 1);
    await harness.says(/CPU 34%.*without connection/);
  });

  it('shows an event that a resumed stream repeats once', async () => {
    const harness = await opened();
    await harness.says('web-1 came online');
    harness.streams.latest.send('activity', past);
    beat(harness, 1);
    await harness.until(() => harness.text.includes('CPU 34%'));
    expect(rows(harness)).toBe(2);
  });
});
