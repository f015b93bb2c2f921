import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fillIn } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { aPreset, aPresetDraft, aPresetVersion } from '../../testing/preset-builders';
import { PresetPage } from './preset-page';

const read = 'GET /api/presets/deploy-shop';
const used = 'GET /api/presets/deploy-shop/uses';
const retired = 'POST /api/presets/deploy-shop/retire';
const nightly = { kind: 'SCHEDULE', id: 'schedule-1', name: 'Nightly deploy', faults: [] };

describe('preset page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on(read, aPreset())
      .on(used, { items: [nightly], truncated: false })
      .on('GET /api/presets/deploy-shop/versions', {
        items: [
          aPresetVersion(),
          aPresetVersion({ version: 2, message: 'First.', authorName: 'M. Keller', isCurrent: false }),
        ],
        nextCursor: null,
      });
  });

  const open = async (query = '', user = aUser()): Promise<PageHarness> => {
    const address = `/dashboard/presets/deploy-shop${query}`;
    const harness = await PageHarness.open(PresetPage, 'presets/:preset', address, user);
    await server.until(() => expect(harness.text).toContain('Used by'));
    await server.until(() => expect(harness.text).not.toContain('Loading'));
    return harness;
  };

  it('says what it does, asks for and is used by, and shows its source and versions', async () => {
    const choice = {
      name: 'mode',
      type: 'enum',
      label: 'Mode',
      description: '',
      required: true,
      default: null,
    } as const;
    server.on(
      read,
      aPreset({
        variables: [
          { ...choice, options: ['fast', 'safe'] },
          { ...choice, name: 'workers', type: 'int', label: 'Workers', default: 4, min: 1, max: 64 },
        ],
        functions: [{ name: 'put-file', text: 'put_file() {\n  :\n}' }],
      }),
    );
    const harness = await open();
    expect(harness.text).toContain('Puts a release in place.');
    expect(harness.text).toContain('mode Mode enum fast, safe Must be given');
    expect(harness.text).toContain('workers Workers int at least 1, at most 64 4');
    expect(harness.text).toContain('Nightly deploy Schedule');
    expect(harness.control('Nightly deploy').getAttribute('href')).toBe('/dashboard/schedules/schedule-1');
    expect(harness.page.querySelector('hb-preset-source pre')?.textContent).toContain('echo "$release"');
    expect(harness.text).toContain('Uses put-file');
    expect(harness.text).toMatch(
      /Version 4 current shown Waits for the cache\. .* by J\. Novak, published by M\. Keller/,
    );
    expect(harness.text).toMatch(/First\. .* ago by M\. Keller ·/);
    const changes = '/dashboard/presets/deploy-shop/diff?from=2&to=4';
    expect(harness.control('Changes of version 4').getAttribute('href')).toBe(changes);
    expect(harness.control('Apply').getAttribute('href')).toBe('/dashboard/deploys/deploy-shop');
    expect(harness.control('Copy').getAttribute('href')).toBe('/dashboard/presets/new?from=deploy-shop');
  });

  it('says of one that is built in which HyprBox it comes with, and of no publication', async () => {
    server.on(read, aPreset({ origin: 'BUILTIN', shippedWith: '1.2.3', publishedByName: null }));
    const versions = [
      aPresetVersion({ message: '', authorName: null, publishedByName: null }),
      aPresetVersion({ version: 3, message: '', authorName: null, publishedByName: null, isCurrent: false }),
    ];
    server.on('GET /api/presets/deploy-shop/versions', { items: versions, nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Comes with HyprBox 1.2.3'));
    expect(harness.text).toContain('Version 4 current shown Comes with HyprBox ·');
    expect(harness.text).toContain('Version 3 Came with an earlier HyprBox ·');
    expect(harness.text).not.toContain(' ago');
  });

  it('says of one from git when it was taken, and from which commit', async () => {
    server.on(read, aPreset({ origin: 'GIT', sourceName: 'Team presets', publishedByName: null }));
    const version = aPresetVersion({ authorName: null, publishedByName: null, commit: 'c0ffee'.padEnd(40, '1') });
    server.on('GET /api/presets/deploy-shop/versions', { items: [version], nextCursor: null });
    const harness = await open();
    expect(harness.text).toMatch(/Origin Git · Team presets .* Taken .* ago/);
    expect(harness.text).toMatch(/Waits for the cache\. Taken .* ago · .* commit c0ffee111111/);
  });

  it('shows an older version, and the way back', async () => {
    server.on('GET /api/presets/deploy-shop/versions/2', {
      ...aPreset({ template: 'echo old\n' }),
      ...aPresetVersion({ version: 2, isCurrent: false }),
    });
    const harness = await open('?version=2');
    expect(harness.page.querySelector('hb-preset-source pre')?.textContent).toBe('echo old\n');
    expect(harness.text).toContain('Version 2, which is not the current one.');
    expect(harness.control('Read version 4').getAttribute('href')).toBe('/dashboard/presets/deploy-shop');
  });

  it('says that there is no such version', async () => {
    server.on('GET /api/presets/deploy-shop/versions/9', new Refusal(404, { title: 'There is no such version' }));
    const harness = await open('?version=9');
    await server.until(() => expect(harness.text).toContain('There is no such version'));
  });

  it('hands the source out as a file', async () => {
    const files: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      if (this.href.startsWith('blob:')) files.push(this.download);
    });
    const harness = await open();
    harness.control('Download deploy-shop.sh').click();
    expect(files).toEqual(['deploy-shop.sh']);
    vi.restoreAllMocks();
  });

  it('retires it once it is seen what that breaks', async () => {
    const retiredAt = '2026-01-05T03:04:05.000Z';
    const because = { retiredByName: 'M. Keller', retiredReason: 'Nobody needs it.' };
    server.on(retired, aPreset({ state: 'RETIRED', retiredAt, ...because }));
    const harness = await open();
    harness.control('Retire').click();
    await server.until(() => expect(harness.overlay).toContain('These name it and will fail: Nightly deploy Schedule'));
    fillIn('Reason', 'Nobody needs it.');
    const [, confirm] = [...document.querySelectorAll<HTMLElement>('button')].filter(
      (button) => button.textContent?.trim() === 'Retire',
    );
    confirm?.click();
    await server.until(() =>
      expect(harness.text).toContain(
        'nothing starts it any more. “Nobody needs it.” Publishing it again brings it back.',
      ),
    );
    expect(harness.text).toMatch(/Retired .* ago by M\. Keller/);
    expect(server.calls(retired)[0]?.body).toEqual({ reason: 'Nobody needs it.' });
    expect(() => harness.control('Apply')).toThrow();
  });

  it('says why it was not retired', async () => {
    server.on(retired, new Refusal(409, { title: 'Retired', detail: 'deploy-shop is retired already.' }));
    const harness = await open();
    harness.control('Retire').click();
    await server.until(() => expect(harness.overlay).toContain('will fail'));
    document.querySelector<HTMLElement>('mat-dialog-container button[type="submit"]')?.click();
    await server.until(() => expect(harness.overlay).toContain('deploy-shop is retired already.'));
  });

  it('tells of a draft, and when it was begun from another version', async () => {
    server.on(read, aPreset({ hasDraft: true }));
    server.on('GET /api/presets/deploy-shop/draft', aPresetDraft({ basedOn: 3 }));
    const harness = await open();
    await server.until(() => expect(harness.text).toMatch(/There is a draft by J\. Novak, saved .* ago/));
    expect(harness.text).toContain('It was begun from version 3, and version 4 is current.');
    expect(harness.control('Edit the draft').getAttribute('href')).toBe('/dashboard/presets/deploy-shop/edit');
    const changes = '/dashboard/presets/deploy-shop/diff?from=4&to=draft';
    expect(harness.control('See what it changes').getAttribute('href')).toBe(changes);
  });

  it('says why what a file says is not used, and where it is changed', async () => {
    const problem = 'Line 3: a variable named twice.';
    server.on(read, aPreset({ origin: 'GIT', sourceId: 'source-1', sourceName: 'Team presets', problem }));
    const harness = await open();
    expect(harness.page.querySelector('[role="alert"]')?.textContent).toContain(problem);
    expect(harness.text).toContain('Version 4 goes on.');
    expect(harness.text).toContain('It comes from a repository and is changed there.');
    expect(() => harness.control('Edit')).toThrow();
    expect(() => harness.control('Retire')).toThrow();
  });

  it.each([
    ['GIT', null, 'It is back once its file is there again, changed or not.'],
    ['FILE', null, 'It is back once its file is there again, changed or not.'],
    ['FILE', 'M. Keller', 'Its file brings it back with a higher version'],
  ] as const)('says how one of %s that %s retired comes back', async (origin, retiredByName, words) => {
    const retiredAt = '2026-01-05T03:04:05.000Z';
    server.on(read, aPreset({ origin, state: 'RETIRED', retiredAt, retiredByName, retiredReason: 'x' }));
    const harness = await open();
    expect(harness.text).toContain(words);
  });

  it.each([
    ['GIT', 'PUBLISHED', { Edit: false, Retire: false }],
    ['FILE', 'PUBLISHED', { Edit: false, Retire: true }],
    ['BUILTIN', 'PUBLISHED', { Edit: false, Retire: false }],
    ['GIT', 'RETIRED', { Edit: true, Retire: false }],
    ['FILE', 'RETIRED', { Edit: true, Retire: false }],
    ['BUILTIN', 'RETIRED', { Edit: false, Retire: false }],
  ] as const)('offers of one of %s that is %s what can be done with it here', async (origin, state, offered) => {
    server.on(read, aPreset({ origin, state, retiredAt: state === 'RETIRED' ? '2026-01-05T03:04:05.000Z' : null }));
    const harness = await open();
    const words = [...harness.page.querySelectorAll('hb-preset-actions .mdc-button__label')].map(({ textContent }) =>
      textContent?.trim(),
    );
    const found = { Edit: words.includes('Edit'), Retire: words.includes('Retire') };
    expect(found).toEqual(offered);
  });

  it('says of a draft that is left on one that comes from git what is still to be done with it', async () => {
    server.on(read, aPreset({ origin: 'GIT', hasDraft: true }));
    server.on('GET /api/presets/deploy-shop/draft', aPresetDraft());
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('It can only be read and discarded.'));
    expect(harness.control('Read it').getAttribute('href')).toBe('/dashboard/presets/deploy-shop/edit');
  });

  it('shows one that is not published yet', async () => {
    server.on(read, aPreset({ version: 0, state: 'UNPUBLISHED', title: '', template: '', hasDraft: true }));
    server.on('GET /api/presets/deploy-shop/draft', aPresetDraft({ basedOn: 0 }));
    server.on('GET /api/presets/deploy-shop/versions', { items: [], nextCursor: null });
    const harness = await open();
    expect(harness.text).toContain('Nothing is published yet.');
    expect(() => harness.control('Copy')).toThrow();
    expect(() => harness.control('See what it changes')).toThrow();
  });

  it('lets an operator write but not retire, and a viewer only read', async () => {
    const harness = await open('', aUser({ role: 'OPERATOR' }));
    expect(harness.control('Edit')).toBeDefined();
    expect(() => harness.control('Retire')).toThrow();
  });

  it('is only to be read for viewers', async () => {
    const harness = await open('', aUser({ role: 'VIEWER' }));
    for (const action of ['Apply', 'Edit', 'Copy', 'Retire']) expect(() => harness.control(action)).toThrow();
  });

  it('says that there is no such preset', async () => {
    server.on(read, new Refusal(404, { title: 'There is no such preset' }));
    const harness = await PageHarness.open(PresetPage, 'presets/:preset', '/dashboard/presets/deploy-shop');
    await server.until(() => expect(harness.text).toContain('There is no such preset'));
    expect(harness.control('Go to the presets').getAttribute('href')).toBe('/dashboard/presets');
  });
});
