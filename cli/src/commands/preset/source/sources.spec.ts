import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from '../../../test-support/fake-server.js';
import { aChange, aSource, aUse, commitId, sourceId } from '../../../test-support/preset-builders.js';
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
    expect(server.sent(`POST ${at}/sync`)).toEqual([]);
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

  it('are looked at once they are added, and fail where that does', async () => {
    const words = ['add', 'team', '--url', 'https://git.example.com/x', '--branch', 'main'];
    server.json(`POST ${at}/sync`, aSource({ lastChange: aChange() }));
    const added = await cli(words);
    expect([added.code, added.out]).toEqual([0, 'https://hyprbox.example.com/hook\n']);
    expect(added.err).toMatch(/^disk-report v2 published; motd-banner retired\.\n\nSource .*team\n/);
    server.json(`POST ${at}/sync`, aSource({ state: 'FAILED', problem: 'The host does not answer.' }));
    const failed = await cli(words);
    expect([failed.code, failed.out]).toEqual([1, 'https://hyprbox.example.com/hook\n']);
    expect(failed.err).toContain('The host does not answer.');
    const alone = await cli([...words, '--no-sync']);
    expect([alone.code, alone.err]).toEqual([0, '']);
    expect(server.sent(`POST ${at}/sync`)).toHaveLength(2);
  });

  it('are looked at once they are changed, unless that is left out or they are paused', async () => {
    server.json(`POST ${at}/sync`, aSource({ state: 'FAILED', problem: 'There is no branch release.' }));
    const { code, out } = await cli(['update', 'team', '--branch', 'release']);
    expect([code, out]).toEqual([1, expect.stringContaining('There is no branch release.')]);
    expect(await cli(['update', 'team', '--branch', 'release', '--no-sync'])).toMatchObject({ code: 0, out: '' });
    server.json(`PUT ${at}`, aSource({ enabled: false }));
    expect(await cli(['update', 'team', '--paused'])).toMatchObject({ code: 0, out: '' });
    expect(server.sent(`POST ${at}/sync`)).toHaveLength(1);
  });

  it('say which presets a look changed, and what the last change was', async () => {
    const before = aSource({ lastChange: aChange({ at: '2026-01-01T00:00:00.000Z' }) });
    server.json('GET /preset-sources', { items: [before], nextCursor: null });
    const change = aChange({
      published: [
        { name: 'disk-report', version: 2, before: 1 },
        { name: 'fresh', version: 1, before: 0 },
      ],
      publishedCount: 2,
      returned: [{ name: 'back-again', version: 4 }],
      returnedCount: 1,
      retiredCount: 101,
    });
    server.json(`POST ${at}/sync`, aSource({ lastChange: change }));
    const told = (await cli(['sync', 'team'])).out.replaceAll('\n', ' ');
    expect(told).toMatch(
      /^fresh v1 new; disk-report v2 published; back-again v4 back; motd-banner and 100 more retired\. {2}Source/,
    );
    expect(told).not.toContain('Last change');
    server.json(`POST ${at}/sync`, before);
    const same = (await cli(['sync', 'team'])).out;
    expect(same).toMatch(/^Nothing changed\.\n\nSource/);
    expect(same).toMatch(/Last change .* ago: disk-report v2 published; motd-banner retired/);
    server.json('GET /preset-sources', { items: [aSource()], nextCursor: null });
    server.json(`POST ${at}/sync`, aSource());
    // A server of before says nothing of it.
    expect((await cli(['sync', 'team'])).out).toMatch(/^Source/);
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

  it('are given a new address for their webhook when that was said', async () => {
    const renewed = { ...aSource(), webhookUrl: 'https://hyprbox.example.com/new-hook' };
    server.json(`POST ${at}/webhook`, renewed);
    expect((await cli(['webhook', 'team'])).code).toBe(2);
    expect(server.sent(`POST ${at}/webhook`)).toEqual([]);
    const { code, out } = await cli(['webhook', 'team', '--yes']);
    expect([code, out]).toEqual([0, 'https://hyprbox.example.com/new-hook\n']);
  });

  it('are removed once it is seen what their presets are used by', async () => {
    const fault = { pointer: '/rollout/preset', detail: 'disk-report would be retired' };
    const uses = { items: [aUse({ name: 'nightly', faults: [fault] })], truncated: false };
    server.json(`GET ${at}/uses`, uses);
    const asked = await cli(['remove', 'team'], { isTTY: true, stdin: 'n\n' });
    expect(asked.code).toBe(1);
    expect(asked.err).toMatch(/schedule +nightly +rollout\/preset disk-report would be retired/);
    expect(asked.err).toContain('retire the 12 presets that it brought? It breaks 1 use.');
    expect(server.sent(`DELETE ${at}`)).toEqual([]);
    server.json(`GET ${at}/uses`, { items: [], truncated: false });
    const unused = await cli(['remove', 'team'], { isTTY: true, stdin: 'y\n' });
    expect([unused.code, unused.err]).toEqual([0, expect.stringContaining('that it brought? [y/N]')]);
    expect(server.sent(`DELETE ${at}`)).toHaveLength(1);
  });

  it('are removed when that was said', async () => {
    server.json(`GET ${at}/uses`, { items: [], truncated: false });
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
