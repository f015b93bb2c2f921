import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aJob, aPreset, aVariable } from '../../test-support/builders.js';
import { FakeServer, frame, sendEvents, sendJson, sendProblem } from '../../test-support/fake-server.js';
import {
  aDraft,
  aSource,
  aUse,
  aVersion,
  bash,
  commitId,
  linted,
  published,
  sourceId,
} from '../../test-support/preset-builders.js';
import { CliRun, runCli } from '../../test-support/run-cli.js';
import type { CliOptions } from '../../test-support/run-cli.js';

const nasty = `\x1b[2J\x1b]0;owned\x07\u009b\u202e\r\n${'wide 長 '.repeat(40)}`;
const broken = aUse({ name: 'weekly', faults: [{ pointer: '/variables/name', detail: 'is required' }] });

describe('publishing presets from the command line', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    server.json('GET /auth/me', { id: 'u-1' });
    server.json('GET /presets/motd', aPreset({ name: 'motd', origin: 'CONSOLE', template: bash }));
    server.json('GET /presets/motd/draft', aDraft());
    server.json('PUT /presets/motd/draft', aDraft({ revision: 6 }));
    breaking();
    server.json('GET /presets/motd/uses', { items: [broken], truncated: false });
    server.json('POST /presets/motd/retire', aPreset({ name: 'motd', state: 'RETIRED' }));
    server.json('POST /presets/lint', linted());
  });
  afterEach(() => server.stop());

  function breaking(...breaks: (typeof broken)[]): void {
    server.on('POST /presets/motd/publish', ({ body }, response) => {
      const { dryRun } = body as { dryRun?: boolean }; // what the CLI under test sent
      sendJson(response, 200, published({ breaks, ...(dryRun && { publishedAt: null }) }));
    });
  }
  const cli = (words: string[], options: CliOptions = {}) => runCli(['preset', ...words], { env, ...options });
  const sent = (route: string): unknown[] => server.sent(route).map(({ body }) => body);
  const publications = (): unknown[] => sent('POST /presets/motd/publish');

  it('publishes just the draft that it has looked at', async () => {
    expect(await cli(['publish', 'motd', '-m', 'By name'])).toMatchObject({ code: 0, out: '4\n', err: '' });
    expect(publications()).toEqual([
      { message: 'By name', revision: 5, dryRun: true },
      { message: 'By name', revision: 5 },
    ]);
  });

  it('asks before it breaks what uses the preset', async () => {
    breaking(broken);
    const unasked = await cli(['publish', 'motd', '-m', 'By name']);
    expect([unasked.code, unasked.err]).toEqual([2, expect.stringMatching(/weekly +variables\/name is required/)]);
    const run = new CliRun(['preset', 'publish', 'motd', '-m', 'By name'], { env, isTTY: true });
    await run.printed('breaks 1 use of it? [y/N]', 'stderr');
    run.type('n\r');
    expect(await run.result).toMatchObject({ code: 1, out: '' });
    expect(publications()).toHaveLength(2);
    expect((await cli(['publish', 'motd', '-m', 'By name', '--yes'])).code).toBe(0);
    expect(publications().at(-1)).toEqual({ message: 'By name', revision: 5 });
  });

  it('tells what it would be, and publishes nothing', async () => {
    breaking(broken);
    const { code, out } = await cli(['publish', 'motd', '--dry-run']);
    expect([code, out]).toEqual([0, expect.stringMatching(/would become version 4\. It breaks 1 use:\n.*\n.*weekly/)]);
    expect(publications()).toMatchObject([{ dryRun: true }]);
  });

  it('needs to know what is new', async () => {
    expect(await cli(['publish', 'motd'])).toMatchObject({ code: 2, err: expect.stringContaining('--message') });
    const run = new CliRun(['preset', 'publish', 'motd'], { env, isTTY: true });
    await run.printed('What is new?', 'stderr');
    run.type('By name\r');
    expect((await run.result).code).toBe(0);
    expect(publications().at(-1)).toMatchObject({ message: 'By name' });
  });

  it.each([
    [403, 'PUBLISHER_IS_AUTHOR', 3, 'another administrator'],
    [409, 'PRESET_NOT_PUBLISHABLE', 1, 'preset edit'],
    [404, 'PRESET_DRAFT_NOT_FOUND', 4, 'preset edit'],
  ])('says what to do about %i %s', async (status, code, exitCode, hint) => {
    server.problem('POST /presets/motd/publish', status, code, 'Refused.');
    expect(await cli(['publish', 'motd', '-m', 'x', '--yes'])).toMatchObject({
      code: exitCode,
      err: expect.stringContaining(hint),
    });
  });

  it('retires what it was told to, and shows what that breaks', async () => {
    expect((await cli(['retire', 'motd'])).code).toBe(2);
    expect(sent('POST /presets/motd/retire')).toEqual([]);
    const run = new CliRun(['preset', 'retire', 'motd', '--reason', 'Old'], { env, isTTY: true });
    await run.printed('It breaks 1 use. [y/N]', 'stderr');
    run.type('y\r');
    expect((await run.result).code).toBe(0);
    expect((await run.result).err).toMatch(/schedule +weekly/);
    expect((await run.result).err).not.toContain('\\e');
    await cli(['retire', 'motd', '--yes']);
    expect(sent('POST /presets/motd/retire')).toEqual([{ reason: 'Old' }, {}]);
  });

  it('discards a draft that it was told to', async () => {
    server.on('DELETE /presets/motd/draft', (_request, response) => void response.writeHead(204).end());
    expect((await cli(['discard', 'motd'])).code).toBe(2);
    expect((await cli(['discard', 'motd', '--yes'])).code).toBe(0);
    expect(server.sent('DELETE /presets/motd/draft')).toHaveLength(1);
  });

  describe('test', () => {
    const ran = (...nodes: string[]): void =>
      server.json('POST /presets/motd/test', {
        revision: 5,
        scriptSha256: '',
        jobs: nodes.map((nodeId) => ({ nodeId, jobId: `job-${nodeId}` })),
      });
    const ends = (nodeId: string, exitCode: number): void => {
      const status = exitCode === 0 ? 'SUCCEEDED' : 'FAILED';
      const reason = exitCode === 0 ? null : 'EXIT_CODE';
      server.json(`GET /jobs/job-${nodeId}`, aJob({ id: `job-${nodeId}`, nodeId, status, reason, exitCode }));
      server.on(`GET /jobs/job-${nodeId}/stream`, (_request, response) => {
        const output = { offset: 0, base64: Buffer.from(`from ${nodeId}\n`).toString('base64'), droppedBytes: 0 };
        sendEvents(
          response,
          [frame('stdout', output), frame('status', { status, reason, exitCode }), frame('done', {})],
          'end',
        );
      });
    };

    it('runs the draft that it has read, with values of its own types', async () => {
      const variables = [aVariable({ name: 'times', type: 'int' })];
      const preset = { title: '', description: '', category: '', variables };
      server.json('POST /presets/lint', { ...linted(), preset });
      ran('a', 'b');
      const { code, out } = await cli([
        'test',
        'motd',
        '--node',
        'a',
        '--node',
        'b',
        '--node',
        'a',
        '--set',
        'times=3',
      ]);
      expect([code, out]).toEqual([0, 'job-a\njob-b\n']);
      expect(sent('POST /presets/motd/test')).toEqual([{ nodeIds: ['a', 'b'], variables: { times: 3 }, revision: 5 }]);
      expect((await cli(['test', 'motd', '--node', 'a', '--set', 'tmies=3'])).code).toBe(2);
      expect((await cli(['test', 'motd'])).code).toBe(2);
    });

    it.each([
      [{ a: 4 }, 4],
      [{ a: 0, b: 0 }, 0],
      [{ a: 0, b: 4 }, 6],
      [{ a: 3, b: 4 }, 1],
    ])('follows each, and ends as they end: %j', async (codes, exitCode) => {
      const nodes = Object.keys(codes);
      ran(...nodes);
      for (const [node, code] of Object.entries(codes)) ends(node, code);
      const { code, out } = await cli(['test', 'motd', ...nodes.map((node) => `--node=${node}`), '--follow']);
      expect([code, out]).toEqual([exitCode, nodes.map((node) => `from ${node}\n`).join('')]);
    });

    it('says how a host becomes one to test on', async () => {
      server.problem('POST /presets/motd/test', 409, 'NODE_NOT_FOR_TESTS', 'web-1 has no tag preset-test.');
      const { code, err } = await cli(['test', 'motd', '--node', 'web-1']);
      expect([code, err]).toEqual([1, expect.stringContaining('hyprbox node tag')]);
    });
  });

  describe('files', () => {
    let directory: string;
    beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'hyprbox-cli-'))));
    afterEach(() => rm(directory, { recursive: true }));

    it('are exported byte for byte, or with their number', async () => {
      server.json('GET /presets/motd/versions/2', aVersion({ version: 2, template: 'two' }));
      expect((await cli(['export', 'motd'])).out).toBe(bash);
      expect((await cli(['export', 'motd@2'])).out).toBe('two');
      server.json('GET /presets/motd/draft', aDraft({ source: 'draft' }));
      expect((await cli(['export', 'motd@draft'])).out).toBe('draft');
      expect((await cli(['export', 'motd@2', '-o', directory])).out).toBe(`${join(directory, 'motd.sh')}\n`);
      expect(await readFile(join(directory, 'motd.sh'), 'utf8')).toBe('two');
      expect((await cli(['export', 'motd', '--with-version'])).out).toContain('# ---\n# version: 3\n# title');
    });

    it('are exported all at once', async () => {
      server.json('GET /presets', { items: [aPreset({ name: 'motd' })], nextCursor: null });
      expect((await cli(['export', '--all', '-o', directory])).code).toBe(0);
      expect(server.sent('GET /presets')[0]?.query.get('origin')).toBe('CONSOLE');
      expect(await readdir(directory)).toEqual(['motd.sh']);
      expect((await cli(['export', '--all', '-o', join(directory, 'new', 'one')])).code).toBe(0);
      expect(await readdir(join(directory, 'new', 'one'))).toEqual(['motd.sh']);
      expect((await cli(['export', '--all', '-o', join(directory, 'motd.sh')])).code).toBe(1);
      expect((await cli(['export'])).code).toBe(2);
      expect((await cli(['export', 'motd', '--all', '-o', directory])).code).toBe(2);
    });

    it('are imported as drafts, those that are current left as they are', async () => {
      await writeFile(join(directory, 'motd.sh'), `${bash}echo more\n`);
      await writeFile(join(directory, 'same.sh'), bash);
      await mkdir(join(directory, 'lib'));
      server.json('GET /presets/same', aPreset({ name: 'same', version: 7, template: bash }));
      const { code, out } = await cli(['import', directory]);
      expect([code, out]).toEqual([0, expect.stringMatching(/motd +draft +3 .*\n.*same +unchanged +7 /)]);
      expect(sent('PUT /presets/motd/draft')).toEqual([{ source: `${bash}echo more\n`, basedOn: 3, revision: 5 }]);
      expect(publications()).toEqual([]);
    });

    it('are published as they come, one that is refused not keeping the others from it', async () => {
      await writeFile(join(directory, 'bad.sh'), bash);
      await writeFile(join(directory, 'motd.sh'), `${bash}echo more\n`);
      server.on('PUT /presets/bad/draft', (_request, response) =>
        sendProblem(response, 409, 'PRESET_NAME_TAKEN', 'bad is built in.'),
      );
      const { code, out, err } = await cli(['import', directory, '--publish', '-m', 'From the wiki', '--json']);
      expect([code, JSON.parse(out)]).toMatchObject([
        1,
        { items: [{ name: 'motd', change: 'published', version: 4 }] },
      ]);
      expect(JSON.parse(err)).toMatchObject({ code: 'PRESET_NAME_TAKEN' });
      expect(publications().at(-1)).toEqual({ message: 'From the wiki', revision: 6 });
    });

    it('are drafts still where they can not be published', async () => {
      await writeFile(join(directory, 'motd.sh'), `${bash}echo more\n`);
      await writeFile(join(directory, 'same.sh'), bash);
      server.json('GET /presets/same', aPreset({ name: 'same', template: bash }));
      server.problem('POST /presets/motd/publish', 409, 'PRESET_NOT_PUBLISHABLE', 'The draft has mistakes.');
      const { code, out } = await cli(['import', directory, '--publish', '-m', 'x', '--yes']);
      expect([code, out]).toEqual([1, expect.stringMatching(/motd +draft +3 /)]);
    });

    it('are none where none is called as one is', async () => {
      expect((await cli(['import', directory])).code).toBe(2);
      await writeFile(join(directory, 'notes.txt'), 'x');
      expect((await cli(['import', join(directory, 'notes.txt')])).code).toBe(2);
      expect(await cli(['import', join(directory, 'gone.sh')])).toMatchObject({
        code: 2,
        err: expect.stringContaining(`There is no ${join(directory, 'gone.sh')}`),
      });
      expect((await cli(['import', directory, '-m', 'x'])).code).toBe(2);
    });
  });

  it.each([
    ['show', 'motd'],
    ['show', 'motd@2'],
    ['list', '--state', 'ANY'],
    ['versions', 'motd'],
    ['publish', 'motd', '--dry-run'],
  ])('shows whatever stands in them as text, within 80 columns: %s %s', async (...words) => {
    const managed = {
      sha256: 'a'.repeat(64),
      publishedAt: '2026-01-01T00:00:00Z',
      publishedByName: nasty,
      retiredAt: '2026-01-01T00:00:00Z',
      retiredReason: nasty,
    };
    const preset = aPreset({ title: nasty, description: nasty, category: nasty, ...managed, problem: nasty });
    server.json('GET /presets/motd', {
      ...preset,
      name: 'motd',
      version: 3,
      origin: 'GIT',
      sourceId,
      sourceName: nasty,
    });
    server.json(`GET /preset-sources/${sourceId}`, aSource({ name: nasty, url: nasty, branch: nasty, path: nasty }));
    server.json('GET /presets', { items: [{ ...preset, sourceName: nasty, hasDraft: true }], nextCursor: null });
    const version = aVersion({
      commit: commitId,
      message: nasty,
      authorName: nasty,
      publishedByName: nasty,
      title: nasty,
    });
    server.json('GET /presets/motd/versions/2', version);
    server.json('GET /presets/motd/versions/3', version);
    server.json('GET /presets/motd/versions', { items: [version], nextCursor: null });
    breaking(aUse({ name: nasty, faults: [{ pointer: `/${nasty}`, detail: nasty }] }));
    const { code, out } = await cli(words, { isTTY: true, columns: 80, env: { ...env, NO_COLOR: '1' } });
    expect(code).toBe(0);
    expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    for (const line of out.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it('shows the commit and the address of one from git, of the current version as of an old one', async () => {
    server.json(
      'GET /presets/motd',
      aPreset({ name: 'motd', origin: 'GIT', sourceId, sourceName: 'team', version: 3 }),
    );
    server.json('GET /presets/motd/versions/3', aVersion({ commit: commitId, publishedByName: null }));
    server.json('GET /presets/motd/versions', { items: [aVersion({ commit: commitId })], nextCursor: null });
    server.json(`GET /preset-sources/${sourceId}`, aSource({ path: 'linux' }));
    const address = 'https://git.example.com/ops/presets.git, branch main, directory linux';
    // Long lines are wrapped.
    const words = async (asked: string): Promise<string> => (await cli(['show', asked])).out.replaceAll(/\s+/g, ' ');
    expect(await words('motd')).toContain(`From git: team Commit ${commitId} Address ${address}`);
    expect(await words('motd@3')).toContain(`Commit ${commitId} Source now team, ${address}`);
    const { err } = await cli(['versions', 'motd'], { isTTY: true });
    expect(err).toContain(`Its source now: team, ${address}\n`);
  });

  it('shows who retired one, and why', async () => {
    const retiredAt = '2026-01-01T00:00:00Z';
    const retired = aPreset({ state: 'RETIRED', retiredAt, retiredByName: 'Grace', retiredReason: 'See our-motd' });
    server.json('GET /presets/motd', retired);
    expect((await cli(['show', 'motd'])).out).toMatch(/Retired +.+ by Grace: See our-motd\n/);
    server.json('GET /presets/motd', { ...retired, retiredByName: null, retiredReason: 'its file is gone' });
    expect((await cli(['show', 'motd'])).out).toMatch(/Retired +.+ ago: its file is gone\n/);
  });

  it('says of what is built in which HyprBox it comes with, and of no publication', async () => {
    const publishedAt = '2026-01-01T00:00:00Z';
    const builtIn = { origin: 'BUILTIN', publishedAt, publishedByName: null, shippedWith: '1.2.3' } as const;
    server.json('GET /presets/motd', aPreset({ version: 2, ...builtIn }));
    const { out } = await cli(['show', 'motd']);
    expect(out).toMatch(/^Version +2$/m);
    expect(out).toMatch(/^From +built in: HyprBox 1\.2\.3$/m);
  });

  it('lists by state and origin', async () => {
    server.json('GET /presets', { items: [], nextCursor: null });
    await cli(['list', '--state', 'RETIRED', '--origin', 'GIT']);
    await cli(['list']);
    expect(server.sent('GET /presets').map(({ query }) => query.toString())).toEqual([
      'limit=200&state=RETIRED&origin=GIT',
      'limit=200',
    ]);
  });
});
