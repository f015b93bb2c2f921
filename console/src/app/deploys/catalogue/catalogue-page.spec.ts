import type { PresetSummary } from '@hyprbox/contracts';
import { eventually } from '../../testing/eventually';
import { PageHarness } from '../../testing/page-harness';
import { CataloguePage } from './catalogue-page';

const nginx: PresetSummary = {
  name: 'nginx-site',
  title: 'Website with nginx',
  description: 'Serves a site.',
  category: 'Web',
  version: 4,
  variables: [],
};
const swap: PresetSummary = { ...nginx, name: 'swap', title: 'Swap file', category: 'Storage' };

describe('catalogue page', () => {
  const open = (query = ''): Promise<PageHarness> =>
    PageHarness.open(CataloguePage, 'deploys', `/dashboard/deploys${query}`);

  async function answer(harness: PageHarness, body: object, status = 200): Promise<void> {
    await eventually(() => {
      const [call] = harness.pending('/api/presets');
      expect(call).toBeDefined();
      call?.flush(body, { status, statusText: 'x' });
    });
  }

  it('says that it is loading', async () => {
    expect((await open()).text).toContain('Loading the presets');
  });

  it('shows the presets by category and keeps the host they are sought for', async () => {
    const harness = await open('?node=web-1');
    await answer(harness, { items: [nginx, swap], nextCursor: null });
    await eventually(() =>
      expect([...harness.page.querySelectorAll('h2 a')].map((link) => link.textContent?.trim())).toEqual([
        'Swap file',
        'Website with nginx',
      ]),
    );
    expect(harness.text).toContain('All 2 Storage 1 Web 1');
    expect(harness.text).toContain('v4');
    expect(harness.control('Website with nginx').getAttribute('href')).toBe('/dashboard/deploys/nginx-site?node=web-1');
  });

  it('shows one category, as the address says, and keeps the host', async () => {
    const harness = await open('?node=web-1&category=Web');
    await answer(harness, { items: [nginx, swap], nextCursor: null });
    await eventually(() => expect(harness.page.querySelectorAll('li')).toHaveLength(1));
    expect(harness.page.querySelector('nav [aria-current]')?.textContent).toContain('Web');
    harness.control('Storage 1').click();
    await eventually(() => expect(harness.url).toBe('/dashboard/deploys?node=web-1&category=Storage'));
    await eventually(() => expect(harness.control('Swap file')).toBeDefined());
  });

  it('reads the catalogue to its end', async () => {
    const harness = await open();
    await answer(harness, { items: [nginx], nextCursor: 'more' });
    await answer(harness, { items: [swap], nextCursor: null });
    await eventually(() => expect(harness.page.querySelectorAll('li')).toHaveLength(2));
  });

  it('searches as the address says, and says when nothing is found', async () => {
    const harness = await open('?q=swap');
    await answer(harness, { items: [nginx, swap], nextCursor: null });
    await eventually(() => expect(harness.page.querySelectorAll('li')).toHaveLength(1));
    const field = harness.page.querySelector('input');
    if (field === null) throw new Error('There is no search field.');
    field.value = 'zzz';
    field.dispatchEvent(new Event('input'));
    await eventually(() => expect(harness.text).toContain('Nothing is found for “zzz”.'));
    expect(harness.url).toBe('/dashboard/deploys?q=zzz');
    harness.control('Show all presets').click();
    await eventually(() => expect(harness.page.querySelectorAll('li')).toHaveLength(2));
  });

  it('says what to do when there are none', async () => {
    const harness = await open();
    await answer(harness, { items: [], nextCursor: null });
    await eventually(() => expect(harness.text).toContain('HYPRBOX_PRESETS_DIR'));
  });

  it('says what went wrong and tries again', async () => {
    const harness = await open();
    await answer(harness, { title: 'The database is away' }, 503);
    await eventually(() => expect(harness.text).toContain('The database is away'));
    harness.control('Try again').click();
    await answer(harness, { items: [nginx], nextCursor: null });
    await eventually(() => expect(harness.text).toContain('Website with nginx'));
  });

  it('offers no second try to someone who is not allowed', async () => {
    const harness = await open();
    await answer(harness, { title: 'You may not do this', status: 403 }, 403);
    await eventually(() => expect(harness.text).toContain('You may not do this'));
    expect(() => harness.control('Try again')).toThrow();
  });
});
