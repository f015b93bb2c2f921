import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from '../../../test-support/fake-server.js';
import { aSource, commitId, sourceId } from '../../../test-support/preset-builders.js';
import { runCli } from '../../../test-support/run-cli.js';
import type { CliOptions } from '../../../test-support/run-cli.js';

const nasty = `\x1b[2J\x1b]0;owned\x07\u009b\u202e\r\n${'wide 長 '.repeat(40)}`;
const at = `/preset-sources/${sourceId}`;

describe('sources of presets on the command line', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    server.json('GET /preset-sources', { items: [aSource()], nextCursor: null });
    server.json(`GET ${at}`, aSource());
    server.json('POST /preset-sources', { ...aSource(), webhookUrl: 'https://hyprbox.example.com/hook' }, 201);
    server.json(`PUT ${at}`, aSource());
    server.json(`POST ${at}/sync`, aSource());
    server.on(`DELETE ${at}`, (_request, response) => void response.writeHead(204).end());
  });
  afterEach(() => server.stop());

  const cli = (words: string[], options: CliOptions = {}) =>
    runCli(['preset', 'source', ...words], { env, ...options });
  const sent = (route: string): unknown => server.sent(route).at(-1)?.body;

  it('are added, and their webhook is printed alone', async () => {
    const url = 'https://git.example.com/ops/presets.git';
    const { code, out, err } = await cli(['add', 'team', '--url', url, '--branch', 'main', '--paused']);
    expect([code, out, err]).toEqual([0, 'https://hyprbox.example.com/hook\n', '']);
    expect(sent('POST /preset-sources')).toEqual({ name: 'team', url, branch: 'main', enabled: false });
    const ssh = ['--url', 'git@git.example.com:p.git', '--branch', 'main', '--credentials-ref', 'file:/key'];
    await cli(['add', 'team', ...ssh, '--known-hosts', '-'], { stdin: 'git.example.com ssh-ed25519 AAAA\n' });
    expect(sent('POST /preset-sources')).toMatchObject({
      credentialsRef: 'file:/key',
      knownHosts: 'git.example.com ssh-ed25519 AAAA\n',
    });
    expect((await cli(['add', 'team', '--url', url])).code).toBe(2);
    const { out: help } = await cli(['add', '--help'], { columns: 80 });
    for (const flag of ['url', 'branch']) expect(help).toMatch(new RegExp(`--${flag} [^-]*\\[required\\]`));
  });

  it('are changed where the flags say so, under the version that was read', async () => {
    const { name, url, path, knownHosts } = aSource();
    await cli(['update', 'team', '--branch', 'release', '--credentials-ref', 'none', '--paused']);
    expect(sent(`PUT ${at}`)).toEqual({
      ...{ name, url, path, knownHosts },
      branch: 'release',
      credentialsRef: null,
      enabled: false,
      version: 2,
    });
    await cli(['update', sourceId, '--paused=false']);
    expect(sent(`PUT ${at}`)).toMatchObject({ enabled: true, branch: 'main' });
    expect((await cli(['update', 'team'])).code).toBe(2);
  });

  it('are removed when that was said', async () => {
    expect((await cli(['remove', 'team'])).code).toBe(2);
    expect((await cli(['remove', 'team', '--yes'])).code).toBe(0);
    expect(server.sent(`DELETE ${at}`)).toHaveLength(1);
    const { code, err } = await cli(['remove', 'taem', '--yes']);
    expect([code, err]).toEqual([4, expect.stringContaining('did you mean "team"?')]);
  });

  it('are looked at, and tell what is wrong by the exit code', async () => {
    expect((await cli(['sync', 'team'])).code).toBe(0);
    expect(sent(`POST ${at}/sync`)).toEqual({});
    const faults = [{ file: 'presets/a.sh', line: 3, message: 'unknown field "titel"' }];
    server.json(`POST ${at}/sync`, aSource({ state: 'FAULTY', faults, faultCount: 4 }));
    const { code, out } = await cli(['sync', 'team']);
    expect([code, out]).toEqual([1, expect.stringContaining('presets/a.sh:3: unknown field "titel"\n')]);
    expect(out).toContain('and 3 faults more');
  });

  it('are taken with another history when that very commit was named', async () => {
    server.json(`POST ${at}/sync`, aSource({ state: 'DIVERGED', divergedCommit: commitId }));
    const { code, err } = await cli(['sync', 'team'], { isTTY: true });
    expect([code, err]).toEqual([1, expect.stringContaining(`--accept-commit ${commitId}`)]);
    await cli(['sync', 'team', '--accept-commit', commitId]);
    expect(sent(`POST ${at}/sync`)).toEqual({ acceptCommit: commitId });
    expect((await cli(['sync', 'team', '--accept-commit', 'c0ffee'])).code).toBe(2);
  });

  it.each([['list'], ['show', sourceId], ['sync', sourceId]])(
    'show whatever stands in them as text, within 80 columns: %s',
    async (...words) => {
      const source = aSource({ name: nasty, url: nasty, problem: nasty, branch: nasty, path: nasty });
      server.json('GET /preset-sources', { items: [source], nextCursor: null });
      server.json(`GET ${at}`, source);
      server.json(`POST ${at}/sync`, source);
      const { code, out } = await cli(words, { isTTY: true, columns: 80, env: { ...env, NO_COLOR: '1' } });
      expect(code).toBe(0);
      expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
      for (const line of out.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    },
  );
});
