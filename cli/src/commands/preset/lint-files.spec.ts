import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authoringLimits } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeServer, sendJson } from '../../test-support/fake-server.js';
import { aFinding, bash, linted } from '../../test-support/preset-builders.js';
import { runCli, type CliOptions } from '../../test-support/run-cli.js';

describe('linting files of a source', () => {
  let server: FakeServer;
  let directory: string;

  beforeEach(async () => {
    server = await FakeServer.start();
    directory = await mkdtemp(join(tmpdir(), 'hyprbox-cli-'));
    server.json('POST /presets/lint', linted());
  });
  afterEach(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  const lint = (words: string[], options: CliOptions = {}) => {
    const env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    return runCli(['preset', 'lint', ...words], { env, ...options });
  };
  const write = async (files: Record<string, string>): Promise<void> => {
    await mkdir(join(directory, 'lib'), { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  };
  const sent = () => server.sent('POST /presets/lint').map(({ body }) => body);

  it('looks at the functions of lib, and at each preset with them', async () => {
    await write({ 'motd.sh': bash, 'other.sh': bash, '.swap.sh': 'x', 'lib/shout.sh': 'shout', 'lib/README.md': 'x' });
    expect(await lint([directory, '--as', 'file'])).toMatchObject({ code: 0, out: '', err: '' });
    const functions = [{ name: 'shout', source: 'shout' }];
    expect(sent()).toEqual([
      { name: 'shout', source: 'shout', file: { kind: 'FUNCTION', functions } },
      { name: 'motd', source: bash, file: { kind: 'PRESET', functions } },
      { name: 'other', source: bash, file: { kind: 'PRESET', functions } },
    ]);
  });

  it('tells what is wrong with a function at its own file, and ends with 1', async () => {
    await write({ 'motd.sh': bash, 'lib/shout.sh': 'shout' });
    server.on('POST /presets/lint', ({ body }, response) => {
      const isFunction = JSON.stringify(body).includes('"kind":"FUNCTION"');
      sendJson(response, 200, isFunction ? linted(aFinding({ level: 'ERROR', code: 'FUNCTION' })) : linted());
    });
    const { code, out } = await lint([join(directory, 'motd.sh'), '--as', 'file', '--level', 'ERROR']);
    expect([code, out]).toEqual([
      1,
      `${join(directory, 'lib', 'shout.sh')}:12:3: error: Double quote to prevent globbing. [FUNCTION]\n`,
    ]);
  });

  it('takes a file of lib for a function, once, whoever names it', async () => {
    await write({ 'motd.sh': bash, 'lib/shout.sh': 'shout' });
    await lint([join(directory, 'lib', 'shout.sh'), join(directory, 'motd.sh'), '--as', 'file']);
    expect(sent()).toMatchObject([{ file: { kind: 'FUNCTION' } }, { file: { kind: 'PRESET' } }]);
    const named = await lint([join(directory, 'lib', 'shout.sh'), '--as', 'file', '--name', 'x']);
    expect([named.code, named.err]).toEqual([2, expect.stringContaining('--name')]);
  });

  it('refuses a file that is called as no function can be, before anything is sent', async () => {
    await write({ 'motd.sh': bash, 'lib/put_file.sh': 'x' });
    const { code, err } = await lint([directory, '--as', 'file']);
    expect([code, err]).toEqual([2, expect.stringContaining('put_file.sh is no function')]);
    expect(server.received).toEqual([]);
  });

  it('sends no more functions than a request takes, and those that the preset names', async () => {
    const many = Array.from(
      { length: authoringLimits.lintedFunctions + 10 },
      (_, at) => [`lib/a${at}.sh`, 'a'] as const,
    );
    const large = 'l'.repeat(authoringLimits.sourceBytes);
    const named = { 'lib/large-1.sh': large, 'lib/large-2.sh': large, 'lib/shout.sh': 'shout' };
    await write({
      'motd.sh': bash.replace('# title', '# uses: [shout]\n# title'),
      ...Object.fromEntries(many),
      ...named,
    });
    await lint([join(directory, 'motd.sh'), '--as', 'file']);
    const requests = sent() as { file: { functions: { name: string; source: string }[] } }[];
    for (const { file } of requests) {
      expect(file.functions.length).toBeLessThanOrEqual(authoringLimits.lintedFunctions);
      const bytes = file.functions.reduce((sum, { source }) => sum + source.length, 0);
      expect(bytes).toBeLessThanOrEqual(authoringLimits.lintedFunctionBytes);
    }
    expect(requests.at(-1)?.file.functions[0]?.name).toBe('shout');
  });

  it('reads stdin as a preset alone, and a directory as drafts where nothing else is said', async () => {
    await lint(['-', '--name', 'motd', '--as', 'file'], { stdin: bash });
    await write({ 'motd.sh': bash, 'lib/shout.sh': 'shout' });
    await lint([directory]);
    expect(sent()).toEqual([
      { name: 'motd', source: bash, file: { kind: 'PRESET', functions: [] } },
      { name: 'motd', source: bash },
    ]);
    expect((await lint([join(directory, 'gone'), '--as', 'file'])).code).toBe(2);
    expect((await lint(['-', '--as', 'git'], { stdin: bash })).code).toBe(2);
  });
});
