import { FakeServer, Refusal } from '../../testing/fake-server';
import { PageHarness } from '../../testing/page-harness';
import { aPreset, aPresetVersion } from '../../testing/preset-builders';
import { PresetDiffPage } from './preset-diff-page';

const compared = 'GET /api/presets/deploy-shop/diff';
const hash = 'd1ff'.padEnd(64, '0');

describe('preset diff page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/presets/deploy-shop', aPreset({ hasDraft: true }))
      .on('GET /api/presets/deploy-shop/versions', {
        items: [aPresetVersion(), aPresetVersion({ version: 3, message: 'Before.', isCurrent: false })],
        nextCursor: null,
      })
      .on(compared, ({ params }) => ({
        from: params.get('from'),
        to: params.get('to'),
        diff: '--- a/deploy-shop.sh\n+++ b/deploy-shop.sh\n@@ -3,2 +3,2 @@\n echo same\n-echo old\n+echo new\n',
        diffSha256: hash,
      }));
  });

  const open = (query = ''): Promise<PageHarness> =>
    PageHarness.open(PresetDiffPage, 'presets/:preset/diff', `/dashboard/presets/deploy-shop/diff${query}`);
  const asked = (): string[] =>
    server.calls(compared).map(({ params }) => `${params.get('from')}..${params.get('to')}`);

  it('shows line by line what a version changed, and how the audit trail calls that', async () => {
    const harness = await open('?from=3&to=4');
    await server.until(() => expect(harness.text).toContain('Lines added: 1, removed: 1.'));
    expect(harness.text).toContain('deploy-shop.sh 2 lines the same echo same Gone: echo old New: echo new');
    expect(harness.text).toContain('From Before. · J. Novak To Waits for the cache. · J. Novak');
    expect(harness.text).toContain('Audited as sha256 d1ff00000000…');
    expect(asked()).toEqual(['3..4']);
  });

  it('compares the draft with the current version where nothing else is said', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Lines added'));
    expect(asked()).toEqual(['4..draft']);
  });

  it('swaps the two', async () => {
    const harness = await open('?from=3&to=draft');
    await server.until(() => expect(harness.text).toContain('Lines added'));
    harness.control('Swap').click();
    await server.until(() => expect(asked()).toEqual(['3..draft', 'draft..3']));
    expect(harness.url).toBe('/dashboard/presets/deploy-shop/diff?from=draft&to=3');
  });

  it('says that they are the same', async () => {
    server.on(compared, { from: '3', to: '4', diff: '', diffSha256: hash });
    const harness = await open('?from=3&to=4');
    await server.until(() => expect(harness.text).toContain('They are the same.'));
    expect(harness.has('hb-diff-view')).toBe(false);
  });

  it('asks nobody whether a version is the same as itself', async () => {
    const harness = await open('?from=4&to=4');
    await server.until(() => expect(harness.text).toContain('They are the same.'));
    expect(asked()).toEqual([]);
  });

  it('says why they were not compared', async () => {
    server.on(compared, new Refusal(404, { title: 'There is no such version' }));
    const harness = await open('?from=1&to=4');
    await server.until(() => expect(harness.text).toContain('There is no such version'));
  });

  it('says that there is no such preset', async () => {
    server.on('GET /api/presets/deploy-shop', new Refusal(404, { title: 'There is no such preset' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('There is no such preset'));
  });
});
