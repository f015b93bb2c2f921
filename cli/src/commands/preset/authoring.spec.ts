import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aPreset } from '../../test-support/builders.js';
import { FakeServer, sendJson } from '../../test-support/fake-server.js';
import { aDraft, aFinding, bash, linted } from '../../test-support/preset-builders.js';
import { CliRun, runCli } from '../../test-support/run-cli.js';
import type { CliOptions } from '../../test-support/run-cli.js';

describe('writing presets on the command line', () => {
  let server: FakeServer;
  let env: Record<string, string>;
  let directory: string;

  beforeEach(async () => {
    server = await FakeServer.start();
    directory = await mkdtemp(join(tmpdir(), 'hyprbox-cli-'));
    const path = process.env['PATH'] ?? '';
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token', PATH: path, TMPDIR: directory };
    server.json('GET /auth/me', { id: 'u-1' });
    server.json('GET /presets/motd', aPreset({ name: 'motd', origin: 'CONSOLE', template: bash }));
    server.problem('GET /presets/motd/draft', 404, 'PRESET_DRAFT_NOT_FOUND', 'There is no such preset draft.');
    server.json('PUT /presets/motd/draft', aDraft());
    server.json('POST /presets/lint', linted());
  });
  afterEach(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  const cli = (words: string[], options: CliOptions = {}) => runCli(['preset', ...words], { env, ...options });
  const saved = (): unknown => server.sent('PUT /presets/motd/draft').at(-1)?.body;
  const file = async (name: string, text = bash): Promise<string> => {
    await writeFile(join(directory, name), text);
    return join(directory, name);
  };
  const stale = (): void =>
    server.on('PUT /presets/motd/draft', (_request, response) =>
      sendJson(response, 409, {
        code: 'PRESET_DRAFT_STALE',
        detail: 'Grace has saved it since.',
        currentVersion: 4,
        currentRevision: 7,
        theirs: '@@ -5,1 +5,1 @@\n-echo hi\n+echo theirs\n',
        yours: '@@ -5,1 +5,1 @@\n-echo hi\n+echo \x1b[2Jyours\n',
      }),
    );

  describe('new', () => {
    it('begins a file, and writes over none', async () => {
      const path = join(directory, 'motd.sh');
      expect(await cli(['new', 'our-motd', '--file', path])).toMatchObject({ code: 0, out: `${path}\n`, err: '' });
      expect(await readFile(path, 'utf8')).toMatch(/^#!\/usr\/bin\/env bash\n# ---\n# title: 'Our motd'\n/);
      await writeFile(path, 'mine');
      const { code, err } = await cli(['new', 'our-motd', '--file', path]);
      expect([code, err]).toEqual([2, expect.stringContaining('--force')]);
      expect(await readFile(path, 'utf8')).toBe('mine');
      expect((await cli(['new', 'our-motd', '--file', path, '--force'])).code).toBe(0);
      expect(server.received).toEqual([]);
    });

    it('copies another one, without its number', async () => {
      const template = bash.replace('# title', '# version: 3\n# title');
      server.json('GET /presets/hostname', aPreset({ template }));
      server.json('GET /presets/hostname/versions/2', { template: 'two\n', version: 2 });
      expect((await cli(['new', 'ours', '--from', 'hostname', '--file', '-'])).out).toBe(bash);
      expect((await cli(['new', 'ours', '--from', 'hostname@2', '--file', '-'])).out).toBe('two\n');
    });

    it.each(['Motd', '../motd', '-'])('refuses a name that no preset can have: %s', async (name) => {
      expect((await cli(['new', '--file', join(directory, 'x'), '--', name])).code).toBe(2);
      expect(await readdir(directory)).toEqual([]);
    });
  });

  describe('lint', () => {
    it('tells each finding with its place, as editors read it', async () => {
      const nasty = aFinding({ level: 'ERROR', line: 3, column: 1, code: 'FIELD', message: 'a\x1b[2J\nb' });
      server.json('POST /presets/lint', linted(nasty, aFinding()));
      const path = await file('motd.sh');
      const { code, out, err } = await cli(['lint', path]);
      expect([code, err]).toEqual([1, '']);
      expect(out).toBe(
        `${path}:3:1: error: a\\e[2J\\nb [FIELD]\n` +
          `${path}:12:3: warning: Double quote to prevent globbing. [SC2086]\n`,
      );
      expect(server.sent('POST /presets/lint')[0]?.body).toEqual({ source: bash, name: 'motd' });
    });

    it.each([
      [['INFO', 'STYLE'], [], 0, 2],
      [['WARNING'], [], 1, 1],
      [['WARNING'], ['--level', 'ERROR'], 0, 0],
      [['ERROR'], ['--level', 'ERROR'], 1, 1],
    ] as const)('ends for %j with %j as a check does: %i', async (found, flags, exitCode, shown) => {
      server.json('POST /presets/lint', linted(...found.map((level) => aFinding({ level }))));
      const { code, out } = await cli(['lint', '-', '--name', 'motd', ...flags], { stdin: bash });
      expect(code).toBe(exitCode);
      expect(out.split('\n').filter((line) => line.startsWith('-:12:3: '))).toHaveLength(shown);
    });

    it('is one JSON document for all files', async () => {
      server.json('POST /presets/lint', linted(aFinding()));
      const paths = [await file('motd.sh'), await file('other.sh')];
      const { code, out } = await cli(['lint', ...paths, '--json']);
      expect([code, JSON.parse(out)]).toMatchObject([1, { files: paths.map((each) => ({ file: each })) }]);
    });

    it('reads nothing that is no preset', async () => {
      for (const [name, text] of [
        ['a.sh', ''],
        ['b.sh', 'x'.repeat(256 * 1024 + 1)],
        ['c.txt', bash],
      ] as const) {
        expect((await cli(['lint', await file(name, text)])).code).toBe(2);
      }
      expect(server.received).toEqual([]);
    });
  });

  describe('save', () => {
    it('is over the current version where there is no draft, over none where there is no preset', async () => {
      const path = await file('motd.sh');
      expect(await cli(['save', 'motd', path])).toMatchObject({ code: 0, out: '', err: '' });
      expect(saved()).toEqual({ source: bash, basedOn: 3, revision: 0 });
      server.problem('GET /presets/motd', 404, 'PRESET_NOT_FOUND', 'There is no such preset.');
      await cli(['save', 'motd', '-'], { stdin: bash });
      expect(saved()).toEqual({ source: bash, basedOn: 0, revision: 0 });
    });

    it("goes on with one's own draft, and not by chance with somebody else's", async () => {
      server.json('GET /presets/motd/draft', aDraft({ basedOn: 2 }));
      await cli(['save', 'motd', await file('motd.sh')]);
      expect(saved()).toMatchObject({ basedOn: 2, revision: 5 });
      server.json('GET /presets/motd/draft', aDraft({ author: 'u-2' }));
      await cli(['save', 'motd', await file('motd.sh')]);
      expect(saved()).toMatchObject({ basedOn: 3, revision: 0 });
      await cli(['save', 'motd', await file('motd.sh'), '--revision', '5', '--based-on=4']);
      expect(saved()).toMatchObject({ basedOn: 4, revision: 5 });
    });

    it('shows both changes of a stale one, and how to go on', async () => {
      stale();
      const path = await file('motd.sh');
      const { code, out, err } = await cli(['save', 'motd', path]);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('+echo theirs\n');
      expect(err).toContain('+echo yours\n');
      expect(err).toContain(`hyprbox preset save motd ${path} --based-on 4 --revision 7`);
      expect(err).toContain('Error: Grace has saved it since.');
      const problem = JSON.parse((await cli(['save', 'motd', path, '--json'])).err);
      expect(problem).toMatchObject({ code: 'PRESET_DRAFT_STALE', theirs: expect.stringContaining('theirs') });
    });

    it('says what to do about a name that is taken', async () => {
      server.problem('PUT /presets/motd/draft', 409, 'PRESET_NAME_TAKEN', 'motd is built in.');
      const { code, err } = await cli(['save', 'motd', '-'], { stdin: bash });
      expect([code, err]).toEqual([1, expect.stringContaining('preset new <name> --from')]);
    });
  });

  describe('edit', () => {
    /** An editor that leaves word of what it was given. */
    const editor = async (script: string): Promise<void> => {
      const path = await file('editor', `#!/bin/sh\nls -l "$1" >${directory}/given\n${script}\n`);
      await chmod(path, 0o755);
      env['VISUAL'] = `${path} `;
    };
    const left = async (): Promise<string[]> =>
      (await readdir(directory)).filter((name) => name.startsWith('hyprbox-'));
    let temporary: string | undefined;
    beforeEach(() => {
      temporary = process.env['TMPDIR'];
      process.env['TMPDIR'] = directory;
    });
    afterEach(() => {
      if (temporary === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = temporary;
    });

    it('saves what comes of the file, which nobody else can read', async () => {
      await editor('echo "echo more" >>"$1"');
      const { code, err } = await cli(['edit', 'motd']);
      expect([code, err]).toEqual([0, '']);
      expect(saved()).toEqual({ source: `${bash}echo more\n`, basedOn: 3, revision: 0 });
      expect(await readFile(join(directory, 'given'), 'utf8')).toMatch(/^-rw------- .*\/motd\.sh$/m);
      expect(await left()).toEqual([]);
    });

    it('goes on with the draft that there is, whoever saved it', async () => {
      server.json('GET /presets/motd/draft', aDraft({ source: 'draft\n', author: 'u-2' }));
      await editor('echo "echo more" >>"$1"');
      await cli(['edit', 'motd']);
      expect(saved()).toEqual({ source: 'draft\necho more\n', basedOn: 3, revision: 5 });
    });

    it('saves nothing where nothing was changed', async () => {
      await editor('true');
      expect(await cli(['edit', 'motd'])).toMatchObject({ code: 0, err: 'Nothing was changed.\n' });
      expect([saved(), await left()]).toEqual([undefined, []]);
    });

    it('saves a retired one as it is, so that it can be brought back', async () => {
      await editor('true');
      server.json('GET /presets/motd', aPreset({ name: 'motd', origin: 'CONSOLE', state: 'RETIRED', template: bash }));
      expect((await cli(['edit', 'motd'])).code).toBe(0);
      expect(saved()).toEqual({ source: bash, basedOn: 3, revision: 0 });
    });

    it('tells mistakes, and lets the person at the terminal mend them', async () => {
      await editor('echo "echo more" >>"$1"');
      server.json('POST /presets/lint', linted(aFinding({ level: 'ERROR', code: 'BASH' })));
      const run = new CliRun(['preset', 'edit', 'motd'], { env, isTTY: true });
      await run.printed('Edit it again?', 'stderr');
      server.json('POST /presets/lint', linted());
      run.type('y\r');
      expect((await run.result).code).toBe(0);
      expect((await run.result).err).toMatch(/motd\.sh:12:3: error: .* \[BASH\]/);
      expect(saved()).toMatchObject({ source: `${bash}echo more\necho more\n` });
    });

    it.each([
      ['the draft is stale', stale],
      ['the server refuses', () => server.problem('PUT /presets/motd/draft', 403, 'FORBIDDEN', 'You may not do this.')],
      ['nothing can be checked', () => server.problem('POST /presets/lint', 503, 'BUSY', 'Too many checks')],
    ])('keeps the text where %s, and says where', async (_why, refuse) => {
      await editor('echo "echo more" >>"$1"');
      refuse();
      const { code, err } = await cli(['edit', 'motd']);
      const kept = /What you wrote is in (\S+)/.exec(err)?.[1] ?? '';
      expect(code).not.toBe(0);
      expect(await readFile(kept, 'utf8')).toBe(`${bash}echo more\n`);
      expect((await stat(kept)).mode & 0o777).toBe(0o600);
    });

    it('keeps the text where the editor fails', async () => {
      await editor('echo "echo more" >>"$1"; exit 3');
      const { code, err } = await cli(['edit', 'motd']);
      expect([code, err]).toEqual([1, expect.stringMatching(/ended with exit code 3/)]);
      expect(await left()).toHaveLength(1);
      expect(saved()).toBeUndefined();
    });

    it('opens nothing that is not written here', async () => {
      await editor('touch "$1.opened"');
      server.json('GET /presets/motd', aPreset({ name: 'motd', origin: 'BUILTIN' }));
      const { code, err } = await cli(['edit', 'motd']);
      expect([code, err]).toEqual([2, expect.stringContaining('preset new our-motd --from motd')]);
      expect((await cli(['edit', 'nothing'])).code).toBe(4);
      expect(await left()).toEqual([]);
    });
  });

  describe('diff', () => {
    const versions = (...numbers: number[]): void =>
      server.json('GET /presets/motd/versions', {
        items: numbers.map((version) => ({ version })),
        nextCursor: null,
      });
    const asked = (): string | undefined => server.sent('GET /presets/motd/diff').at(-1)?.query.toString();
    beforeEach(() => {
      const diff = '@@ -1 +1 @@\n-a\n+b \x1b[31mred\n';
      server.json('GET /presets/motd/diff', { from: '2', to: '3', diff, diffSha256: '' });
    });

    it('is of the draft, else of the last version, else of what is named', async () => {
      versions(3, 1);
      const { code, out } = await cli(['diff', 'motd']);
      expect([code, out, asked()]).toEqual([0, '@@ -1 +1 @@\n-a\n+b \x1b[31mred\n', 'from=1&to=3']);
      await cli(['diff', 'motd', '2']);
      expect(asked()).toBe('from=2&to=3');
      await cli(['diff', 'motd', '2', 'draft']);
      expect(asked()).toBe('from=2&to=draft');
      server.json('GET /presets/motd', aPreset({ name: 'motd', hasDraft: true }));
      await cli(['diff', 'motd']);
      expect(asked()).toBe('from=3&to=draft');
      expect((await cli(['diff', 'motd', 'first'])).code).toBe(2);
    });

    it('has colours of its own alone on a terminal', async () => {
      const { out } = await cli(['diff', 'motd', '2', '3'], { isTTY: true });
      expect(out).toContain('\x1b[32m+b red\x1b[39m\n');
    });

    it('says that there is nothing to compare with', async () => {
      versions(3);
      expect(await cli(['diff', 'motd'])).toMatchObject({ code: 4, err: expect.stringContaining('one version') });
    });
  });
});
