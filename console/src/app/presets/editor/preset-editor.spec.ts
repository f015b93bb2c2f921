import { TestBed } from '@angular/core/testing';
import type { LintedPreset, Preset, PresetDraft } from '@hyprbox/contracts';
import { Session } from '../../core/session/session';
import { aNode, aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { aLintedPreset, aPreset, aPresetDraft } from '../../testing/preset-builders';
import { loadCodeEditor } from './code-editor-loader';
import { FakeCodeEditor } from './fake-code-editor';
import { PresetEditorPage } from './preset-editor-page';

const lint = 'POST /api/presets/lint';
const save = 'PUT /api/presets/greet/draft';
const publish = 'POST /api/presets/greet/publish';
const greeting = {
  name: 'greeting',
  type: 'string',
  label: 'Greeting',
  description: '',
  required: false,
  default: 'Hello',
} as const;
const quote = {
  line: 1,
  column: 6,
  endLine: 1,
  endColumn: 15,
  level: 'WARNING',
  code: 'SC2086',
  message: 'Double quote to prevent globbing.',
} as const;
const stale = {
  code: 'PRESET_DRAFT_STALE',
  title: 'Stale',
  currentVersion: 4,
  currentRevision: 9,
  theirs: '@@ -1,1 +1,1 @@\n-echo $greeting\n+echo theirs\n',
  yours: '@@ -1,1 +1,1 @@\n-echo $greeting\n+echo mine\n',
};

describe('preset editor', () => {
  let server: FakeServer;
  let editor: FakeCodeEditor;

  beforeEach(() => {
    localStorage.clear();
    editor = new FakeCodeEditor();
    server = new FakeServer()
      .on('GET /api/presets/greet', greet())
      .on('GET /api/presets/greet/draft', draft())
      .on(lint, linted({ findings: [quote] }))
      .on(save, ({ body }) => draft({ source: sourceOf(body), revision: 8, authorName: 'M. Keller' }));
    TestBed.configureTestingModule({ providers: [{ provide: loadCodeEditor, useValue: editor.load }] });
  });

  afterEach(() => localStorage.clear());

  async function open(user = aUser(), text = 'echo $greeting\n'): Promise<PageHarness> {
    const address = '/dashboard/presets/greet/edit';
    const harness = await PageHarness.open(PresetEditorPage, 'presets/:preset/edit', address, user);
    await server.until(() => expect(editor.text).toBe(text));
    return harness;
  }

  it('shows what is wrong, in the source and in a list that leads there', async () => {
    const harness = await open();
    await server.until(() => expect(editor.findings).toEqual([quote]));
    await server.until(() => expect(harness.text).toContain('1 problem, checked by shellcheck'));
    expect(server.calls(lint)[0]?.body).toEqual({ source: 'echo $greeting\n', variables: {}, name: 'greet' });
    harness.page.querySelector<HTMLElement>('hb-problem-list button')?.click();
    await server.until(() => expect(editor.wentTo).toEqual([1, 6]));
    editor.type('echo "$greeting"\n');
    server.on(lint, linted());
    await server.until(() => expect(editor.findings).toEqual([]));
    expect(harness.text).toContain('No problem');
    expect(server.calls(lint)).toHaveLength(2);
  });

  it('asks once the typing has paused, and never shows an answer to what stood there before', async () => {
    await open();
    await server.until(() => expect(server.calls(lint)).toHaveLength(1));
    for (const text of ['e', 'ec', 'ech', 'echo']) {
      editor.type(text);
      TestBed.tick();
    }
    await server.until(() => expect(server.calls(lint)).toHaveLength(2));
    expect(server.calls(lint)[1]?.body).toHaveProperty('source', 'echo');
  });

  it('shows the form, and the script for what is filled in there', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('1 problem'));
    harness.control('Form').click();
    await server.until(() => expect(wordsAtField('Greeting')).toContain('Greeting'));
    fillIn('Greeting', 'Ahoj');
    await server.until(() =>
      expect(server.calls(lint).at(-1)?.body).toMatchObject({ variables: { greeting: 'Ahoj' } }),
    );
    harness.control('Script').click();
    await server.until(() => expect(harness.text).toContain('What a job would run with the values of the form'));
  });

  it('shows what has changed since a version', async () => {
    server
      .on('GET /api/presets/greet/versions', { items: [version(3, 'Quoted'), version(2, '')], nextCursor: null })
      .on('GET /api/presets/greet/versions/2', { ...version(2, ''), template: 'echo two\n' });
    const harness = await open();
    harness.control('Changes').click();
    await server.until(() => expect(harness.text).toContain('New: echo $greeting'));
    expect(harness.text).toContain('Gone: echo "$greeting"');
  });

  it('saves the draft against what it was begun from', async () => {
    const harness = await open();
    expect(harness.text).toContain('A. Novak');
    editor.type('echo mine\n');
    await server.until(() => expect(harness.text).toContain('Not saved.'));
    const key = new KeyboardEvent('keydown', { key: 's', ctrlKey: true, cancelable: true, bubbles: true });
    document.dispatchEvent(key);
    expect(key.defaultPrevented).toBe(true);
    await server.until(() => expect(harness.text).toContain('by M. Keller'));
    expect(server.calls(save)[0]?.body).toEqual({ source: 'echo mine\n', basedOn: 3, revision: 7 });
    editor.type('echo more\n');
    TestBed.tick();
    harness.control('Save draft').click();
    await server.until(() => expect(server.calls(save)).toHaveLength(2));
    expect(server.calls(save)[1]?.body).toEqual({ source: 'echo more\n', basedOn: 3, revision: 8 });
  });

  it.each([
    [
      'published',
      () => greet({ version: 4, publishedByName: 'A. Novak', hasDraft: false }),
      'Version 4 was published by A. Novak meanwhile.',
      'from=3&to=4',
    ],
    ['saved', () => greet(), 'The draft was saved by A. Novak meanwhile.', 'from=3&to=draft'],
    ['discarded', () => greet({ hasDraft: false }), 'The draft was discarded meanwhile.', null],
  ])('tells that somebody has %s it meanwhile, once that is so', async (_what, preset, words, changes) => {
    const harness = await open();
    const look = async (): Promise<void> => {
      const asked = server.calls('GET /api/presets/greet').length;
      document.dispatchEvent(new Event('visibilitychange'));
      await server.until(() => expect(server.calls('GET /api/presets/greet').length).toBeGreaterThan(asked));
    };
    await look();
    expect(harness.text).not.toContain('meanwhile');
    server.on('GET /api/presets/greet', preset()).on('GET /api/presets/greet/draft', draft({ revision: 9 }));
    await look();
    await server.until(() => expect(harness.text).toContain(words));
    const links = [...harness.page.querySelectorAll('hb-meanwhile-note a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(changes === null ? [] : [`/dashboard/presets/greet/diff?${changes}`]);

    // Saved upon that, it is no news any more.
    if (changes !== 'from=3&to=draft') return;
    editor.type('echo mine\n');
    TestBed.tick();
    harness.control('Save draft').click();
    await server.until(() => expect(harness.text).not.toContain('meanwhile'));
  });

  it('keeps what is not saved when the server is away, and has it again when the page is opened anew', async () => {
    server.on(save, new Refusal(503, { title: 'The server is away', detail: 'Try again.' }));
    const harness = await open();
    editor.type('echo mine\n');
    TestBed.tick();
    harness.control('Save draft').click();
    await server.until(() => expect(harness.text).toContain('The server is away'));
    expect(editor.text).toBe('echo mine\n');

    TestBed.resetTestingModule();
    editor = new FakeCodeEditor();
    TestBed.configureTestingModule({ providers: [{ provide: loadCodeEditor, useValue: editor.load }] });
    const again = await open(aUser(), 'echo mine\n');
    await server.until(() => expect(again.text).toContain('This is what you had typed and not saved.'));
    again.control('Drop it').click();
    await server.until(() => expect(editor.text).toBe('echo $greeting\n'));
    expect(localStorage).toHaveLength(0);
  });

  it('keeps what was typed when the session ends, for the same user alone', async () => {
    await open();
    editor.type('echo mine\n');
    TestBed.inject(Session).end();
    TestBed.resetTestingModule();
    editor = new FakeCodeEditor();
    TestBed.configureTestingModule({ providers: [{ provide: loadCodeEditor, useValue: editor.load }] });
    await open(aUser({ id: 'user-9' }));
    TestBed.resetTestingModule();
    editor = new FakeCodeEditor();
    TestBed.configureTestingModule({ providers: [{ provide: loadCodeEditor, useValue: editor.load }] });
    await open(aUser(), 'echo mine\n');
  });

  it('shows both changes where somebody else was first, and keeps mine on top of theirs', async () => {
    server.on(save, new Refusal(409, stale));
    const harness = await open();
    editor.type('echo mine\n');
    TestBed.tick();
    harness.control('Save draft').click();
    await server.until(() => expect(harness.overlay).toContain('greet has changed meanwhile'));
    harness.control('Decide later').click();
    await server.until(() => expect(harness.overlay).not.toContain('has changed meanwhile'));
    expect(server.calls(save)).toHaveLength(1);
    harness.control('Save draft').click();
    await server.until(() => expect(harness.overlay).toContain('greet has changed meanwhile'));
    expect(harness.overlay).toMatch(/What they changed.*New: echo theirs.*What you changed.*New: echo mine/);
    expect(editor.text).toBe('echo mine\n');
    server.on(save, ({ body }) => draft({ source: sourceOf(body), basedOn: 4, revision: 10 }));
    harness.control('Keep mine on top of theirs').click();
    await server.until(() => expect(server.calls(save)).toHaveLength(3));
    expect(server.calls(save)[2]?.body).toEqual({ source: 'echo mine\n', basedOn: 4, revision: 9 });
    await server.until(() => expect(harness.text).toContain('on top of version 4'));
  });

  it('takes theirs where that is what is wanted', async () => {
    server.on(save, new Refusal(409, stale));
    const harness = await open();
    editor.type('echo mine\n');
    TestBed.tick();
    harness.control('Save draft').click();
    await server.until(() => expect(harness.overlay).toContain('Take theirs'));
    server.on('GET /api/presets/greet/draft', draft({ source: 'echo theirs\n', basedOn: 4, revision: 9 }));
    harness.control('Take theirs').click();
    await server.until(() => expect(editor.text).toBe('echo theirs\n'));
    await server.until(() => expect(harness.text).toContain('on top of version 4'));
  });

  it('says what a version breaks before it is published', async () => {
    const use = {
      kind: 'SCHEDULE',
      id: 's-1',
      name: 'Patch night',
      faults: [{ pointer: '/variables/who', detail: 'is required' }],
    };
    const outlook = { name: 'greet', version: 4, sha256: 'cd', breaks: [use], publishedAt: null };
    server.on(publish, outlook);
    const harness = await open();
    await server.until(() => expect(harness.control('Publish…')).toBeDefined());
    harness.control('Publish…').click();
    await server.until(() => expect(harness.overlay).toContain('It becomes version 4'));
    expect(harness.overlay).toContain('Schedule Patch night: who is required');
    expect(server.calls(publish)[0]?.body).toMatchObject({ dryRun: true, revision: 7 });
    harness.control('Cancel').click();
    await server.until(() => expect(harness.overlay).not.toContain('It becomes version 4'));
    expect(harness.url).toBe('/dashboard/presets/greet/edit');
    harness.control('Publish…').click();
    await server.until(() => expect(harness.overlay).toContain('It becomes version 4'));
    harness.control('Publish').click();
    await server.until(() => expect(harness.overlay).toContain('This must be filled in.'));
    fillIn('What has changed', 'Asks who');
    harness.control('Publish').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/presets/greet'));
    expect(server.calls(publish).at(-1)?.body).toEqual({ revision: 7, message: 'Asks who' });
  });

  it('says why a draft is not published', async () => {
    const errors = [{ pointer: '/source', detail: 'line 12: unexpected end of file' }];
    server.on(
      publish,
      new Refusal(409, { code: 'PRESET_NOT_PUBLISHABLE', title: 'It has faults', detail: '', errors }),
    );
    const harness = await open();
    await server.until(() => expect(harness.control('Publish…')).toBeDefined());
    harness.control('Publish…').click();
    await server.until(() => expect(harness.overlay).toContain('line 12: unexpected end of file'));
  });

  it('tests the draft on the hosts that have the tag for it', async () => {
    server
      .on('GET /api/settings', { presets: { testTag: 'lab', secondPerson: false } })
      .on('GET /api/nodes', { items: [aNode({ id: 'lab-1' })], nextCursor: null })
      .on('POST /api/presets/greet/test', new Refusal(409, { title: 'Not for tests', detail: 'lab-1 lost its tag.' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('1 problem'));
    harness.control('Test…').click();
    await server.until(() => expect(harness.overlay).toContain('lab-1'));
    expect(server.calls('GET /api/nodes')[0]?.params.get('tag')).toBe('lab');
    harness.control('Run the test').click();
    await server.until(() => expect(harness.overlay).toContain('Choose at least one host.'));
    document.querySelector<HTMLElement>('hb-test-dialog mat-checkbox input')?.click();
    await server.until(() => expect(harness.overlay).not.toContain('Choose at least one host.'));
    harness.control('Run the test').click();
    await server.until(() => expect(harness.overlay).toContain('lab-1 lost its tag.'));
    expect(server.calls('POST /api/presets/greet/test')[0]?.body).toMatchObject({ nodeIds: ['lab-1'], revision: 7 });
  });

  it('lets operators write, and says who publishes', async () => {
    const harness = await open(aUser({ role: 'OPERATOR' }));
    await server.until(() => expect(harness.text).toContain('An administrator tests and publishes it.'));
    expect(() => harness.control('Publish…')).toThrow();
  });

  it('shows one that is built in, to be copied', async () => {
    server.on(
      'GET /api/presets/greet',
      greet({ origin: 'BUILTIN', hasDraft: false, template: '# version: 2\necho\n' }),
    );
    const harness = await open(aUser(), '# version: 2\necho\n');
    expect(editor.readOnly).toBe(true);
    await server.until(() => expect(harness.text).toContain('It comes with HyprBox'));
    expect(() => harness.control('Save draft')).toThrow();
    expect(() => harness.control('Discard')).toThrow();
    expect(harness.control('Copy to edit').getAttribute('href')).toBe('/dashboard/presets/new?from=greet');
  });

  it('shows a draft that is left on one that comes from git by now, to be discarded', async () => {
    server.on('GET /api/presets/greet', greet({ origin: 'GIT' })).on('DELETE /api/presets/greet/draft', null);
    const harness = await open();
    expect(editor.readOnly).toBe(true);
    await server.until(() => expect(harness.text).toContain('it can only be read and discarded'));
    expect(() => harness.control('Publish…')).toThrow();
    harness.control('Discard').click();
    await server.until(() => expect(harness.overlay).toContain('Discard the draft?'));
    document.querySelector<HTMLElement>('hb-confirm-dialog .destructive')?.click();
    await server.until(() => expect(harness.url).toBe('/dashboard/presets/greet'));
  });

  it('goes on here with one that was retired where it came from', async () => {
    server.on('GET /api/presets/greet', greet({ origin: 'GIT', state: 'RETIRED', hasDraft: false }));
    const harness = await open(aUser(), 'echo "$greeting"\n');
    expect(editor.readOnly).toBe(false);
    await server.until(() => expect(harness.text).toContain('It is retired: publishing brings it back.'));
    editor.type('echo mine\n');
    TestBed.tick();
    harness.control('Save draft').click();
    await server.until(() => expect(server.calls(save)[0]?.body).toMatchObject({ basedOn: 3 }));
  });

  it('is not for those who only read', async () => {
    const viewer = aUser({ role: 'VIEWER' });
    const address = '/dashboard/presets/greet/edit';
    const harness = await PageHarness.open(PresetEditorPage, 'presets/:preset/edit', address, viewer);
    await server.until(() => expect(harness.text).toContain('Only those who may run jobs write presets'));
  });

  it('discards a draft after it has asked', async () => {
    server.on('DELETE /api/presets/greet/draft', null);
    const harness = await open();
    await server.until(() => expect(harness.control('Discard')).toBeDefined());
    harness.control('Discard').click();
    await server.until(() => expect(harness.overlay).toContain('What was written since version 3 is gone.'));
    document.querySelector<HTMLElement>('hb-confirm-dialog .destructive')?.click();
    await server.until(() => expect(harness.url).toBe('/dashboard/presets/greet'));
  });
});

describe('new preset', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on(save, draft({ basedOn: 0, revision: 1 }));
  });

  it('is a copy of another one, without its number', async () => {
    const original = greet({ name: 'hostname', template: '#!/bin/bash\n# ---\n# title: A\n# version: 2\n# ---\n' });
    server.on('GET /api/presets/hostname', original).on('PUT /api/presets/my-hostname/draft', draft());
    const address = '/dashboard/presets/new?from=hostname';
    const harness = await PageHarness.open(PresetEditorPage, 'presets/new', address, aUser());
    await server.until(() => expect(harness.text).toContain('A copy of hostname'));
    harness.control('Begin').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/presets/my-hostname/edit'));
    const [call] = server.calls('PUT /api/presets/my-hostname/draft');
    expect(sourceOf(call?.body)).toBe('#!/bin/bash\n# ---\n# title: A\n# ---\n');
  });

  async function begin(name: string): Promise<PageHarness> {
    const harness = await PageHarness.open(PresetEditorPage, 'presets/new', '/dashboard/presets/new', aUser());
    await server.until(() => expect(harness.control('Begin')).toBeDefined());
    fillIn('Name', name);
    harness.control('Begin').click();
    return harness;
  }

  it('is named first, and begins with a template', async () => {
    const harness = await begin('greet');
    await server.until(() => expect(harness.url).toBe('/dashboard/presets/greet/edit'));
    expect(server.calls(save)[0]?.body).toMatchObject({ basedOn: 0, revision: 0 });
    expect(sourceOf(server.calls(save)[0]?.body)).toContain("# title: 'Greet'");
  });

  it('has a name as they have, and one of its own', async () => {
    const harness = await begin('Greet');
    await server.until(() => expect(wordsAtField('Name')).toContain('Lower-case letters'));
    expect(server.calls(save)).toEqual([]);
    server.on(save, new Refusal(409, stale));
    fillIn('Name', 'greet');
    harness.control('Begin').click();
    await server.until(() => expect(harness.text).toContain('There is one of that name already.'));
    expect(harness.control('Open it').getAttribute('href')).toBe('/dashboard/presets/greet/edit');
    server.on(
      save,
      new Refusal(409, { title: 'The name is taken', detail: 'greet is built in: copy it under another name.' }),
    );
    harness.control('Begin').click();
    await server.until(() => expect(harness.text).toContain('greet is built in'));
  });
});

function sourceOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'source' in body ? String(body.source) : '';
}

function version(number: number, message: string) {
  return { name: 'greet', version: number, message, isCurrent: number === 3 };
}

function greet(change: Partial<Preset> = {}): Preset {
  return aPreset({
    name: 'greet',
    version: 3,
    hasDraft: true,
    variables: [greeting],
    template: 'echo "$greeting"\n',
    ...change,
  });
}

function draft(change: Partial<PresetDraft> = {}): PresetDraft {
  const saved = { name: 'greet', source: 'echo $greeting\n', basedOn: 3, revision: 7, authorName: 'A. Novak' };
  return aPresetDraft({ ...saved, ...change });
}

function linted(change: Partial<LintedPreset> = {}): LintedPreset {
  const { title, description, category, variables } = greet();
  return aLintedPreset({ preset: { title, description, category, variables }, ...change });
}
