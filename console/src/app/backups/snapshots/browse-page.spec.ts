import type { SnapshotEntry } from '@hyprbox/contracts';
import { aUser } from '../../testing/builders';
import { PageHarness } from '../../testing/page-harness';
import { aPolicy, aSnapshotId } from '../../testing/backup-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { BrowsePage } from './browse-page';

const treeRoute = `GET /api/backups/policies/policy-1/snapshots/${aSnapshotId}/tree`;

function anEntry(path: string, change: Partial<SnapshotEntry> = {}): SnapshotEntry {
  return {
    path,
    type: 'file',
    sizeBytes: 12_000,
    modifiedAt: '2026-02-28T09:00:00.000Z',
    mode: '-rw-r--r--',
    ...change,
  };
}

function aTree(path: string, entries: SnapshotEntry[], truncated = false) {
  return { snapshotId: aSnapshotId, path, entries, truncated };
}

const shop = aTree('/srv/shop', [
  anEntry('/srv/shop/orders.csv'),
  anEntry('/srv/shop/current', { type: 'symlink', mode: 'lrwxrwxrwx' }),
  anEntry('/srv/shop/images', { type: 'dir', mode: 'drwxr-xr-x' }),
]);

describe('snapshot browser', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on('GET /api/backups/policies/policy-1', aPolicy()).on(treeRoute, shop);
  });

  const open = (query = '?node=web-1&path=/srv/shop', user = aUser()): Promise<PageHarness> => {
    const path = `/dashboard/backups/policies/policy-1/snapshots/${aSnapshotId}`;
    return PageHarness.open(BrowsePage, 'backups/policies/:policyId/snapshots/:snapshotId', `${path}${query}`, user);
  };
  const names = (harness: PageHarness): (string | undefined)[] =>
    [...harness.page.querySelectorAll('td.name')].map((cell) => cell.textContent.replaceAll(/\s+/g, ' ').trim());

  async function shown(query?: string, user = aUser()): Promise<PageHarness> {
    const harness = await open(query, user);
    await server.until(() => expect(names(harness)).not.toEqual([]));
    return harness;
  }

  it('shows what cannot be seen in a name as an escape, and restores it by its true name', async () => {
    const path = '/srv/shop/two\nlines \u001b[31m\\';
    server.on(treeRoute, aTree('/srv/shop', [anEntry(path)]));
    const harness = await shown();
    expect(names(harness)).toEqual(['two\\nlines \\x1b[31m\\\\']);
    harness.page.querySelector<HTMLElement>('td.choice input')?.click();
    await server.until(() => {
      const link = new URL(harness.control('Restore 1 chosen').getAttribute('href') ?? '', 'http://hyprbox');
      expect(link.searchParams.get('path')).toBe(path);
    });
  });

  it('says that the host is being asked', async () => {
    const harness = await open();
    expect(harness.text).toContain('Asking web-1…');
    expect(harness.has('[role="progressbar"]')).toBe(true);
  });

  it('shows a directory: directories first, what each entry is, and the way up', async () => {
    const harness = await shown();
    expect(names(harness)).toEqual(['images/', 'current (link)', 'orders.csv']);
    expect(harness.page.querySelector('tbody')?.textContent).toMatch(/orders\.csv.*12\.0 KB.*28 Feb 2026.*-rw-r--r--/s);
    const call = server.calls(treeRoute)[0];
    expect([call?.params.get('path'), call?.params.get('nodeId')]).toEqual(['/srv/shop', 'web-1']);
    const crumbs = [...harness.page.querySelectorAll('nav a')].map((crumb) => crumb.textContent.trim());
    expect(crumbs).toEqual(['/', 'srv', 'shop']);
  });

  it('goes into a directory by its address', async () => {
    const harness = await shown();
    server.on(treeRoute, aTree('/srv/shop/images', [anEntry('/srv/shop/images/logo.svg')]));
    harness.control('images/').click();
    await server.until(() => expect(names(harness)).toEqual(['logo.svg']));
    expect(harness.url).toContain('path=%2Fsrv%2Fshop%2Fimages');
    expect(server.calls(treeRoute)[1]?.params.get('path')).toBe('/srv/shop/images');
  });

  it('begins at the root', async () => {
    await shown('');
    expect(server.calls(treeRoute)[0]?.params.get('path')).toBe('/');
  });

  it('leads to a restore of the directory, or of what was chosen in it', async () => {
    const harness = await shown();
    const address = (words: string): URL => new URL(harness.control(words).getAttribute('href') ?? '', 'http://x');
    expect(address('Restore all here').searchParams.getAll('path')).toEqual(['/srv/shop']);
    for (const name of ['orders.csv', 'images']) {
      harness.page.querySelector<HTMLInputElement>(`input[aria-label="Restore ${name}"]`)?.click();
    }
    await server.until(() => expect(harness.control('Restore 2 chosen')).toBeDefined());
    const { pathname, searchParams } = address('Restore 2 chosen');
    expect(pathname).toBe('/dashboard/backups/policies/policy-1/restore');
    expect(searchParams.getAll('path')).toEqual(['/srv/shop/orders.csv', '/srv/shop/images']);
    expect([searchParams.get('snapshot'), searchParams.get('node')]).toEqual([aSnapshotId, 'web-1']);
  });

  it('says that a directory is empty, and that there is more than it lists', async () => {
    server.on(treeRoute, aTree('/srv/empty', []));
    const harness = await open('?path=/srv/empty');
    await server.until(() => expect(harness.text).toContain('This directory is empty'));
    server.on(treeRoute, aTree('/', [anEntry('/a')], true));
    harness.control('/').click();
    await server.until(() => expect(harness.text).toContain('There are more entries than are listed'));
  });

  it('draws a large directory a part at a time', async () => {
    const many = Array.from({ length: 700 }, (_, index) => anEntry(`/srv/shop/${String(index).padStart(3, '0')}`));
    server.on(treeRoute, aTree('/srv/shop', many));
    const harness = await shown();
    expect(names(harness)).toHaveLength(500);
    harness.control('Show more of the 700').click();
    await server.until(() => expect(names(harness)).toHaveLength(700));
  });

  it('says why the host gave no answer, and asks again', async () => {
    server.on(treeRoute, new Refusal(409, { title: 'The host is offline', detail: 'It has to be online for this.' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('It has to be online for this.'));
    expect(() => harness.control('Restore all here')).toThrow();
    server.on(treeRoute, shop);
    harness.control('Try again').click();
    await server.until(() => expect(names(harness)).toHaveLength(3));
  });

  it('says that the role does not allow it, without a way to try again', async () => {
    server.on(treeRoute, new Refusal(403, { title: 'You may not look into snapshots' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('You may not look into snapshots'));
    expect(() => harness.control('Try again')).toThrow();
  });

  it('lets a viewer look, and no more', async () => {
    const harness = await shown(undefined, aUser({ role: 'VIEWER' }));
    expect(names(harness)).toHaveLength(3);
    expect(harness.has('mat-checkbox')).toBe(false);
    expect(() => harness.control('Restore all here')).toThrow();
  });
});
