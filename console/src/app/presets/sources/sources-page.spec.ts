import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { aPresetSource } from '../../testing/preset-builders';
import { SourcesPage } from './sources-page';

const listed = 'GET /api/preset-sources';
const synced = 'POST /api/preset-sources/source-1/sync';
const newCommit = 'bad'.padEnd(40, '2');

describe('sources page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on(listed, { items: [aPresetSource()], nextCursor: null });
  });

  const open = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(SourcesPage, 'presets/sources', '/dashboard/presets/sources', user);

  it('says what each brings and how the last look at it went', async () => {
    server.on(listed, {
      items: [
        aPresetSource({
          state: 'FAULTY',
          faults: [
            { file: 'hyprbox/a.sh', line: 3, message: 'The type is not known.' },
            { file: 'hyprbox/b.sh', line: null, message: 'It is a symbolic link.' },
          ],
          faultCount: 5,
        }),
        aPresetSource({
          id: 'file',
          kind: 'FILE',
          name: 'Files',
          url: '',
          path: '/etc/presets',
          commit: null,
          presets: 1,
        }),
      ],
      nextCursor: null,
    });
    const harness = await open(aUser({ role: 'VIEWER' }));
    await server.until(() => expect(harness.text).toContain('Team presets'));
    expect(harness.text).toContain('Some files are not used');
    expect(harness.text).toContain('hyprbox/a.sh:3 The type is not known.');
    expect(harness.text).toContain('hyprbox/b.sh It is a symbolic link.');
    expect(harness.text).toContain('And 3 more.');
    expect(harness.text).toContain('Files /etc/presets');
    expect(harness.text).toContain('Commit in use c0ffee111111');
    expect(harness.control('1 preset').getAttribute('href')).toBe('/dashboard/presets?origin=file');
    for (const action of ['Add a repository', 'Sync now, Team presets', 'Read again, Files', 'Edit Team presets']) {
      expect(() => harness.control(action)).toThrow();
    }
  });

  it('looks at one now, and says what came of it', async () => {
    server.on(synced, aPresetSource({ state: 'FAILED', problem: 'The host does not answer.' }));
    const harness = await open();
    await server.until(() => expect(harness.control('Sync now, Team presets')).toBeDefined());
    harness.control('Sync now, Team presets').click();
    await server.until(() => expect(harness.text).toContain('The host does not answer.'));
    expect(server.calls(synced)[0]?.body).toEqual({});
  });

  it('says why it could not look', async () => {
    server.on(synced, new Refusal(503, { title: 'Away', detail: 'Try again.' }));
    const harness = await open();
    await server.until(() => expect(harness.control('Sync now, Team presets')).toBeDefined());
    harness.control('Sync now, Team presets').click();
    await server.until(() => expect(harness.overlay).toContain('Team presets is as it was. Try again.'));
  });

  it('takes a rewritten branch once both commits were seen', async () => {
    const diverged = aPresetSource({ state: 'DIVERGED', divergedCommit: newCommit });
    server.on(listed, { items: [diverged], nextCursor: null });
    server.on(synced, aPresetSource({ commit: newCommit }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain(`On the branch now ${newCommit}`));
    harness.control('Take what the branch is now').click();
    await server.until(() => expect(harness.overlay).toContain(`commit ${newCommit} does not come after c0ffee`));
    harness.control('Take it').click();
    await server.until(() => expect(harness.text).toContain('In step'));
    expect(server.calls(synced)[0]?.body).toEqual({ acceptCommit: newCommit });
    expect(harness.text).not.toContain('On the branch now');
  });

  it('adds one, and shows the address of its webhook, once', async () => {
    const webhookUrl = 'https://box.example.com/api/preset-sources/webhook/s3cret';
    server.on('POST /api/preset-sources', { ...aPresetSource(), webhookUrl });
    server.on(synced, aPresetSource({ state: 'FAILED', problem: 'There is no branch main.' }));
    const harness = await open();
    await server.until(() => expect(harness.control('Add a repository')).toBeDefined());
    harness.control('Add a repository').click();
    await server.until(() => expect(fieldLabelled('Address')).toBeDefined());
    expect(() => fieldLabelled('Known hosts')).toThrow();
    fillIn('Name', 'Team presets');
    fillIn('Address', 'git@git.example.com:ops/presets.git');
    await server.until(() => expect(fieldLabelled('Known hosts')).toBeDefined());
    fillIn('Known hosts', 'git.example.com ssh-ed25519 AAAA\n');
    fillIn('Credential', 'file:/etc/hyprbox/key');
    document.querySelector<HTMLElement>('mat-dialog-container button[type="submit"]')?.click();
    await server.until(() => expect(harness.overlay).toContain(webhookUrl));
    expect(server.calls('POST /api/preset-sources')[0]?.body).toEqual({
      name: 'Team presets',
      url: 'git@git.example.com:ops/presets.git',
      branch: 'main',
      path: '',
      credentialsRef: 'file:/etc/hyprbox/key',
      knownHosts: 'git.example.com ssh-ed25519 AAAA',
      enabled: true,
    });
    harness.control('I have it').click();
    await server.until(() => expect(server.calls(listed)).toHaveLength(2));
    expect(harness.overlay).not.toContain('s3cret');
    // It is looked at right away.
    await server.until(() => expect(harness.text).toContain('There is no branch main.'));
  });

  it('gives the webhook of one a new address, and shows that once', async () => {
    const webhookUrl = 'https://box.example.com/api/preset-sources/webhook/n3w';
    server.on('POST /api/preset-sources/source-1/webhook', { ...aPresetSource(), webhookUrl });
    const harness = await open();
    await server.until(() => expect(harness.control('New webhook address, Team presets')).toBeDefined());
    harness.control('New webhook address, Team presets').click();
    await server.until(() => expect(harness.overlay).toContain('The address that the repository has now is no longer'));
    harness.control('Make a new one').click();
    await server.until(() => expect(harness.overlay).toContain(webhookUrl));
    harness.control('I have it').click();
    await server.until(() => expect(harness.overlay).not.toContain('n3w'));
  });

  it('names what changed last, each with its page', async () => {
    const lastChange = {
      commit: newCommit,
      at: '2026-01-02T03:04:05.000Z',
      published: [
        { name: 'disk-report', version: 2, before: 1 },
        { name: 'fresh', version: 1, before: 0 },
      ],
      publishedCount: 2,
      returned: [{ name: 'back-again', version: 4 }],
      returnedCount: 1,
      retired: ['motd-banner'],
      retiredCount: 101,
    };
    server.on(listed, { items: [aPresetSource({ lastChange })], nextCursor: null });
    const harness = await open(aUser({ role: 'VIEWER' }));
    await server.until(() => expect(harness.text).toContain('Last change'));
    expect(harness.text).toContain('New: fresh v1');
    expect(harness.text).toContain('Published: disk-report v2');
    expect(harness.text).toContain('Back: back-again v4');
    expect(harness.text).toContain('Retired: motd-banner and 100 more');
    expect(harness.control('motd-banner').getAttribute('href')).toBe('/dashboard/presets/motd-banner');
  });

  it('shows at the field what the server has against it', async () => {
    const errors = [{ pointer: '/url', detail: 'must have no password in it' }];
    server.on('PUT /api/preset-sources/source-1', new Refusal(400, { title: 'Invalid', detail: 'See it.', errors }));
    const harness = await open();
    await server.until(() => expect(harness.control('Edit Team presets')).toBeDefined());
    harness.control('Edit Team presets').click();
    await server.until(() => expect(fieldLabelled('Branch').value).toBe('main'));
    harness.control('Save').click();
    await server.until(() => expect(wordsAtField('Address')).toContain('must have no password in it'));
    expect(server.calls('PUT /api/preset-sources/source-1')[0]?.body).toMatchObject({ version: 3, path: 'hyprbox' });
  });

  it('deletes one when it is seen what becomes of its presets', async () => {
    server.on('DELETE /api/preset-sources/source-1', null);
    const fault = { pointer: '/rollout/preset', detail: 'disk-report would be retired' };
    const use = { kind: 'SCHEDULE', id: 'schedule-1', name: 'nightly', faults: [fault] };
    server.on('GET /api/preset-sources/source-1/uses', { items: [use], truncated: false });
    const harness = await open();
    await server.until(() => expect(harness.control('Delete Team presets')).toBeDefined());
    harness.control('Delete Team presets').click();
    await server.until(() => expect(harness.overlay).toContain('Its 12 presets are retired'));
    await server.until(() => expect(harness.overlay).toContain('nightly Schedule'));
    expect(harness.overlay).toContain('disk-report would be retired');
    expect(harness.control('nightly').getAttribute('href')).toBe('/dashboard/schedules/schedule-1');
    harness.control('Delete').click();
    await server.until(() => expect(harness.text).toContain('No repository brings presets'));
  });
});
