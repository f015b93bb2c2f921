import type { PresetSummary } from '@hyprbox/contracts';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { PageHarness } from '../../testing/page-harness';
import { aPresetSummary } from '../../testing/preset-builders';
import { PresetsPage } from './presets-page';

const listed = 'GET /api/presets';

const all: PresetSummary[] = [
  aPresetSummary(),
  aPresetSummary({ name: 'in-work', title: '', version: 0, state: 'UNPUBLISHED', hasDraft: true, publishedAt: null }),
  aPresetSummary({ name: 'nginx-site', title: 'Website with nginx', origin: 'BUILTIN', publishedByName: null }),
  aPresetSummary({
    name: 'old-deploy',
    title: 'Old way',
    state: 'RETIRED',
    retiredAt: '2026-01-02T03:04:05.000Z',
  }),
  aPresetSummary({ name: 'team-check', title: 'Check', origin: 'GIT', sourceName: 'Team presets', problem: 'Line 3' }),
];

describe('presets page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on(listed, { items: all, nextCursor: null });
  });

  const open = (query = '', user = aUser()): Promise<PageHarness> =>
    PageHarness.open(PresetsPage, 'presets', `/dashboard/presets${query}`, user);
  const names = (harness: PageHarness): string[] =>
    [...harness.page.querySelectorAll('tbody a')].map((each) => each.getAttribute('href')?.split('/').at(-1) ?? '');

  it('shows where each comes from and how it stands, but those that are retired', async () => {
    const harness = await open();
    expect(harness.text).toContain('Loading the presets');
    await server.until(() => expect(names(harness)).toEqual(['deploy-shop', 'in-work', 'nginx-site', 'team-check']));
    expect(server.calls(listed)[0]?.params.get('state')).toBe('ANY');
    expect(harness.text).toMatch(/Deploy the shop deploy-shop Written here v4 Published .* ago M\. Keller/);
    expect(harness.text).toContain('in-work Written here – Not published –');
    expect(harness.text).toMatch(/Check team-check Git Team presets v4 Published Problem/);
    expect(harness.control('Website with nginx').getAttribute('href')).toBe('/dashboard/presets/nginx-site');
    expect(harness.control('New preset').getAttribute('href')).toBe('/dashboard/presets/new');
  });

  it('is narrowed as the address says', async () => {
    const harness = await open('?view=retired');
    await server.until(() => expect(names(harness)).toEqual(['old-deploy']));
  });

  it.each([
    ['?origin=builtin', ['nginx-site']],
    ['?view=draft', ['in-work']],
    ['?view=problem', ['team-check']],
    ['?view=any&q=way', ['old-deploy']],
    ['?view=nonsense&origin=nowhere&q=nginx', ['nginx-site']],
  ])('finds by %s', async (query, expected) => {
    const harness = await open(query);
    await server.until(() => expect(names(harness)).toEqual(expected));
  });

  it('keeps what is looked for in the address, and lets go of it', async () => {
    const harness = await open();
    await server.until(() => expect(names(harness)).toHaveLength(4));
    const field = harness.page.querySelector<HTMLInputElement>('input[type="search"]');
    if (field === null) throw new Error('There is no search field.');
    field.value = 'zzz';
    field.dispatchEvent(new Event('input'));
    await server.until(() => expect(harness.text).toContain('No preset matches'));
    expect(harness.url).toBe('/dashboard/presets?q=zzz');
    harness.control('Show all presets').click();
    await server.until(() => expect(names(harness)).toHaveLength(4));
    expect(harness.url).toBe('/dashboard/presets');
  });

  it('reads the list to its end, draws the first hundred, and more on demand', async () => {
    const many = (from: number, count: number): PresetSummary[] =>
      Array.from({ length: count }, (_, index) => aPresetSummary({ name: `preset-${from + index}` }));
    server.on(listed, ({ params }) =>
      params.get('cursor') === null
        ? { items: many(0, 200), nextCursor: 'more' }
        : { items: many(200, 50), nextCursor: null },
    );
    const harness = await open();
    await server.until(() => expect(server.calls(listed)).toHaveLength(2));
    await server.until(() => expect(names(harness)).toHaveLength(100));
    harness.control('Show more').click();
    harness.control('Show more').click();
    await server.until(() => expect(names(harness)).toHaveLength(250));
    expect(names(harness).at(-1)).toBe('preset-249');
  });

  it('offers viewers nothing to write', async () => {
    const harness = await open('', aUser({ role: 'VIEWER' }));
    await server.until(() => expect(names(harness)).toHaveLength(4));
    expect(() => harness.control('New preset')).toThrow();
  });

  it('says what went wrong, without a second try where that cannot help', async () => {
    server.on(listed, new Refusal(403, { title: 'You may not do this' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('You may not do this'));
    expect(() => harness.control('Try again')).toThrow();
  });

  it('tells the newcomer the next step', async () => {
    server.on(listed, { items: [], nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('There are no presets'));
    expect(harness.control('Write a preset').getAttribute('href')).toBe('/dashboard/presets/new');
  });
});
