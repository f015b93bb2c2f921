import { aUser } from '../../testing/builders';
import { PageHarness } from '../../testing/page-harness';
import { aPolicy, aSnapshot, aTarget } from '../../testing/backup-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { SnapshotsPage } from './snapshots-page';

const policyRoute = 'GET /api/backups/policies/policy-1';
const targetsRoute = 'GET /api/backups/targets';
const listRoute = 'GET /api/backups/policies/policy-1/snapshots';
const refreshRoute = 'POST /api/backups/policies/policy-1/snapshots/refresh';

const [older, newer, newest] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];
const three = [
  aSnapshot({ id: older, at: '2026-02-27T01:30:40.000Z' }),
  aSnapshot({ id: newest, at: '2026-03-01T01:30:40.000Z', sizeBytes: null, files: null }),
  aSnapshot({ id: newer, at: '2026-02-28T01:30:40.000Z', paths: ['/srv/shop', '/etc'] }),
];

describe('snapshots page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on(policyRoute, aPolicy())
      .on(targetsRoute, { items: [aTarget()], nextCursor: null })
      .on(listRoute, { items: three, leftOut: 0, asOf: '2026-03-01T01:31:00.000Z' })
      .on(refreshRoute, null);
  });

  const open = (query = '', user = aUser()): Promise<PageHarness> => {
    const path = '/dashboard/backups/policies/policy-1/snapshots';
    return PageHarness.open(SnapshotsPage, 'backups/policies/:policyId/snapshots', `${path}${query}`, user);
  };
  const rows = (harness: PageHarness): string[] =>
    [...harness.page.querySelectorAll('tbody tr')].map((row) => row.textContent ?? '');

  async function shown(query = '', user = aUser()): Promise<PageHarness> {
    const harness = await open(query, user);
    await server.until(() => expect(rows(harness)).toHaveLength(3));
    return harness;
  }

  function choose(harness: PageHarness, id: string): void {
    const name = `Compare ${id.slice(0, 8)}`;
    harness.page.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`)?.click();
  }

  it('says that it is loading', async () => {
    expect((await open()).text).toContain('Loading the snapshots');
  });

  it('says how many older ones are not listed', async () => {
    server.on(listRoute, { items: three, leftOut: 1_200, asOf: '2026-03-01T01:31:00.000Z' });
    expect((await shown()).text).toContain('1,200 older snapshots are not listed here');
  });

  it('lists them newest first, as the host listed them last', async () => {
    const harness = await shown();
    const [first, second, third] = rows(harness);
    expect(first).toMatch(/cccccccc.*1 Mar 2026.*–.*–/s);
    expect(second).toMatch(/bbbbbbbb.*28 Feb 2026.*\/srv\/shop, \/etc.*4,200.*2\.1 GB/s);
    expect(third).toContain('aaaaaaaa');
    expect(harness.text).toContain('As the host listed them');
    expect(harness.control('cccccccc').getAttribute('href')).toBe(
      `/dashboard/backups/policies/policy-1/snapshots/${newest}?node=web-1`,
    );
    expect(harness.control('Restore from bbbbbbbb').getAttribute('href')).toBe(
      `/dashboard/backups/policies/policy-1/restore?snapshot=${newer}&node=web-1`,
    );
  });

  it('compares the two that were chosen last, the older one first', async () => {
    const harness = await shown();
    expect(() => harness.control('Compare the two')).toThrow();
    for (const id of [older, newest, newer]) choose(harness, id);
    await server.until(() =>
      expect(harness.control('Compare the two').getAttribute('href')).toBe(
        `/dashboard/backups/policies/policy-1/diff?from=${newer}&to=${newest}&node=web-1`,
      ),
    );
  });

  it('shows the host of the address, of those that the policy covers', async () => {
    server.on(targetsRoute, { items: [aTarget(), aTarget({ nodeId: 'web-2' })], nextCursor: null });
    const harness = await shown('?node=web-2');
    expect(server.calls(listRoute)[0]?.params.get('nodeId')).toBe('web-2');
    expect(harness.has('mat-select')).toBe(true);
  });

  it.each([
    { asOf: null, words: 'The host has not listed its repository yet' },
    { asOf: '2026-03-01T01:31:00.000Z', words: 'The repository has no snapshot of this host' },
  ])('says why there are none: $words', async ({ asOf, words }) => {
    server.on(listRoute, { items: [], asOf });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain(words));
  });

  it('says that the policy covers no host', async () => {
    server.on(targetsRoute, { items: [], nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('No host falls under this policy'));
  });

  it('says what went wrong with the list, and tries again', async () => {
    server.on(listRoute, new Refusal(503, { title: 'The database is away' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('The database is away'));
    server.on(listRoute, { items: three, asOf: null });
    harness.control('Try again').click();
    await server.until(() => expect(rows(harness)).toHaveLength(3));
  });

  it('says that the role does not allow it, without a way to try again', async () => {
    server.on(policyRoute, new Refusal(403, { title: 'You may not see backups' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('You may not see backups'));
    expect(() => harness.control('Try again')).toThrow();
    expect(harness.control('Go to the backups').getAttribute('href')).toBe('/dashboard/backups');
  });

  it('lets the host list them anew, and waits until it has', async () => {
    const harness = await shown();
    harness.control('List anew').click();
    await server.until(() => expect(harness.control('Listing…').getAttribute('aria-disabled')).toBe('true'));
    expect(server.calls(refreshRoute).map(({ body }) => body)).toEqual([{ nodeId: 'web-1' }]);
    server.on(listRoute, { items: [aSnapshot({ id: older })], asOf: '2026-03-02T01:31:00.000Z' });
    await server.until(() => expect(rows(harness)).toHaveLength(1));
    expect(harness.control('List anew').getAttribute('aria-disabled')).toBeNull();
  });

  it('says why they were not listed anew', async () => {
    server.on(refreshRoute, new Refusal(409, { detail: 'The host is offline.' }));
    const harness = await shown();
    harness.control('List anew').click();
    await server.until(() => expect(harness.text).toContain('could not be listed anew. The host is offline.'));
    expect(rows(harness)).toHaveLength(3);
  });

  it('searches all of them for what was typed', async () => {
    const harness = await shown();
    const field = harness.page.querySelector<HTMLInputElement>('input[type="search"]');
    if (field === null) throw new Error('There is no field');
    field.value = ' *.conf ';
    harness.control('Find').click();
    await server.until(() =>
      expect(harness.url).toBe('/dashboard/backups/policies/policy-1/find?pattern=*.conf&node=web-1'),
    );
  });

  it('lets a viewer look, and no more', async () => {
    const harness = await shown('', aUser({ role: 'VIEWER' }));
    for (const action of ['List anew', 'Restore from cccccccc']) {
      expect(() => harness.control(action)).toThrow();
    }
  });
});
