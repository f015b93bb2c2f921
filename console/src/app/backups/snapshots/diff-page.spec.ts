import type { SnapshotDifference } from '@hyprbox/contracts';
import { PageHarness } from '../../testing/page-harness';
import { aPolicy, aSnapshot } from '../../testing/backup-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { DiffPage } from './diff-page';

const diffRoute = 'GET /api/backups/policies/policy-1/diff';
const listRoute = 'GET /api/backups/policies/policy-1/snapshots';
const from = 'a'.repeat(64);
const to = 'b'.repeat(64);

function aDifference(change: Partial<SnapshotDifference> = {}): SnapshotDifference {
  return {
    from,
    to,
    changes: [
      { path: '/srv/shop/new.csv', change: '+' },
      { path: '/srv/shop/old.csv', change: '-' },
      { path: '/srv/shop/orders.csv', change: 'M' },
    ],
    addedBytes: 340_000_000,
    removedBytes: 12_000_000,
    truncated: false,
    ...change,
  };
}

describe('comparison of two snapshots', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/backups/policies/policy-1', aPolicy())
      .on(listRoute, { items: [aSnapshot({ id: from }), aSnapshot({ id: to })], asOf: null })
      .on(diffRoute, aDifference());
  });

  const open = (query = `?from=${from}&to=${to}&node=web-1`): Promise<PageHarness> => {
    const path = '/dashboard/backups/policies/policy-1/diff';
    return PageHarness.open(DiffPage, 'backups/policies/:policyId/diff', `${path}${query}`);
  };
  const changes = (harness: PageHarness): string[] =>
    [...harness.page.querySelectorAll('[aria-label="Changes"] li')].map((row) => row.textContent.trim());

  it.each([
    ['nothing', ''],
    ['one snapshot', `?from=${from}`],
    ['the same twice', `?from=${from}&to=${from}`],
  ])('asks for two snapshots where the address has %s', async (_, query) => {
    const harness = await open(query);
    await server.until(() => expect(harness.text).toContain('Choose two snapshots'));
    expect(server.calls(diffRoute)).toHaveLength(0);
  });

  it('says that the host is being asked', async () => {
    expect((await open()).text).toContain('Asking web-1…');
  });

  it('says in words what became of each path, and how much it is', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('3 changes · 340 MB added · 12.0 MB removed'));
    const [added, removed, changed] = changes(harness);
    expect(added).toMatch(/Added.*new\.csv/s);
    expect(removed).toMatch(/Removed.*old\.csv/s);
    expect(changed).toMatch(/Changed.*orders\.csv/s);
    const { params } = server.calls(diffRoute)[0] ?? { params: new Map<string, string>() };
    expect([params.get('from'), params.get('to'), params.get('nodeId')]).toEqual([from, to, 'web-1']);
  });

  it('says that nothing has changed', async () => {
    server.on(diffRoute, aDifference({ changes: [], addedBytes: 0, removedBytes: 0 }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Nothing has changed'));
  });

  it('draws many changes a part at a time, and says that there are more than it lists', async () => {
    const many = Array.from({ length: 600 }, (_, index) => ({ path: `/srv/${index}`, change: '+' as const }));
    server.on(diffRoute, aDifference({ changes: many, truncated: true }));
    const harness = await open();
    await server.until(() => expect(changes(harness)).toHaveLength(500));
    expect(harness.text).toContain('600 or more changes');
    harness.control('Show more').click();
    await server.until(() => expect(changes(harness)).toHaveLength(600));
    expect(harness.text).toContain('There are more changes than are listed.');
  });

  it('compares what the address names when the list of snapshots cannot be read', async () => {
    server.on(listRoute, new Refusal(503));
    const harness = await open();
    await server.until(() => expect(changes(harness)).toHaveLength(3));
    expect(harness.text).toContain('aaaaaaaa');
  });

  it('says why the host gave no answer, and asks again', async () => {
    server.on(diffRoute, new Refusal(409, { title: 'Conflict', detail: 'The host is offline.' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('No answer from web-1 The host is offline.'));
    server.on(diffRoute, aDifference());
    harness.control('Try again').click();
    await server.until(() => expect(changes(harness)).toHaveLength(3));
  });

  it('says that the role does not allow it, without a way to try again', async () => {
    server.on(diffRoute, new Refusal(403, { title: 'You may not look into snapshots' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('You may not look into snapshots'));
    expect(() => harness.control('Try again')).toThrow();
  });
});
