import type { SnapshotMatches } from '@hyprbox/contracts';
import { PageHarness } from '../../testing/page-harness';
import { aPolicy } from '../../testing/backup-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { FindPage } from './find-page';

const findRoute = 'GET /api/backups/policies/policy-1/find';
const older = 'a'.repeat(64);
const newer = 'b'.repeat(64);

function aMatch(
  snapshotId: string,
  snapshotAt: string,
  path = '/srv/shop/shop.conf',
): SnapshotMatches['matches'][number] {
  const entry = { type: 'file' as const, sizeBytes: 340, modifiedAt: '2026-02-20T09:00:00.000Z', mode: '-rw-r--r--' };
  return { path, ...entry, snapshotId, snapshotAt };
}

const found: SnapshotMatches = {
  matches: [aMatch(older, '2026-02-28T01:30:00.000Z'), aMatch(newer, '2026-03-01T01:30:00.000Z')],
  truncated: false,
};

describe('find in snapshots', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on('GET /api/backups/policies/policy-1', aPolicy()).on(findRoute, found);
  });

  const open = (query = '?pattern=*.conf&node=web-1'): Promise<PageHarness> => {
    const path = '/dashboard/backups/policies/policy-1/find';
    return PageHarness.open(FindPage, 'backups/policies/:policyId/find', `${path}${query}`);
  };

  it('says what it is for before anything is asked', async () => {
    const harness = await open('');
    await server.until(() => expect(harness.text).toContain('Find a file in all snapshots'));
    expect(server.calls(findRoute)).toHaveLength(0);
  });

  it('says that the host is being asked', async () => {
    expect((await open()).text).toContain('Asking web-1…');
  });

  it('shows each path once, with the snapshots that it is in, newest first', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('/srv/shop/shop.conf'));
    expect(harness.page.querySelectorAll('section h2')).toHaveLength(1);
    const [first, second] = [...harness.page.querySelectorAll('section li')].map((row) => row.textContent);
    expect(first).toMatch(/bbbbbbbb.*1 Mar 2026.*340 B.*changed 20 Feb 2026/s);
    expect(second).toMatch(/aaaaaaaa.*28 Feb 2026/s);
    expect(harness.control('bbbbbbbb').getAttribute('href')).toBe(
      `/dashboard/backups/policies/policy-1/snapshots/${newer}?node=web-1&path=%2Fsrv%2Fshop`,
    );
    expect(server.calls(findRoute)[0]?.params.get('pattern')).toBe('*.conf');
  });

  it('asks for what is typed', async () => {
    const harness = await open('');
    const field = harness.page.querySelector<HTMLInputElement>('input[type="search"]');
    if (field === null) throw new Error('There is no field');
    field.value = 'orders.csv';
    harness.control('Find').click();
    await server.until(() => expect(server.calls(findRoute)[0]?.params.get('pattern')).toBe('orders.csv'));
  });

  it('says that nothing was found, and how to find more', async () => {
    server.on(findRoute, { matches: [], truncated: false });
    const harness = await open('?pattern=shop');
    await server.until(() => expect(harness.text).toContain('*shop* finds more'));
  });

  it('says that there are more than it lists', async () => {
    server.on(findRoute, { ...found, truncated: true });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Write a narrower pattern.'));
  });

  it('says why the host gave no answer, and asks again', async () => {
    server.on(findRoute, new Refusal(504, { title: 'The host did not answer in time' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('The host did not answer in time'));
    server.on(findRoute, found);
    harness.control('Try again').click();
    await server.until(() => expect(harness.text).toContain('/srv/shop/shop.conf'));
  });

  it('says that the role does not allow it, without a way to try again', async () => {
    server.on(findRoute, new Refusal(403, { title: 'You may not look into snapshots' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('You may not look into snapshots'));
    expect(() => harness.control('Try again')).toThrow();
  });
});
