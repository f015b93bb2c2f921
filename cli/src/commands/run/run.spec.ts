import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from '../../test-support/fake-server.js';
import { anOutputGroup, aPlan, aRollout, counts, rolloutId } from '../../test-support/rollout-builders.js';
import { runCli } from '../../test-support/run-cli.js';
import type { CliOptions } from '../../test-support/run-cli.js';

describe('hyprbox run', () => {
  let server: FakeServer;
  let env: Record<string, string>;
  const done = aRollout({ preset: null, name: '(script)', state: 'SUCCEEDED', counts: counts({ succeeded: 2 }) });

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    server.json('POST /rollouts', done, 201);
    server.json(`GET /rollouts/${rolloutId}`, done);
    server.json(`GET /rollouts/${rolloutId}/outputs`, { groups: [anOutputGroup()], groupCount: 1, without: 0 });
  });
  afterEach(() => server.stop());

  const run = (words: string[], options: CliOptions = {}) => runCli(['run', ...words], { env, ...options });
  const asked = (): unknown => server.sent('POST /rollouts')[0]?.body;

  it('runs a command on all hosts at once, each word as it was typed, and prints each output once', async () => {
    const { code, out } = await run(['--tag', 'web', '--', 'ls', '-la', '--all', "it's", '--', '$HOME']);
    expect([code, out]).toEqual([0, '2 hosts printed this: web-1, web-2\nactive\n']);
    expect(asked()).toEqual({
      waves: [{ size: '100%' }],
      budget: '100%',
      whenOffline: 'SKIP',
      script: "ls -la --all 'it'\\''s' -- '$HOME'\n",
      selector: { tagsAll: ['web'] },
    });
  });

  it('goes wave by wave where that is wanted, with a script', async () => {
    const words = [
      '--all',
      '--wave',
      '1',
      '--wave',
      '100%',
      '--budget',
      '10%',
      '--when-offline',
      'WAIT',
      '--script',
      '-',
    ];
    expect((await run(words, { stdin: 'uptime\n' })).code).toBe(0);
    expect(asked()).toMatchObject({
      waves: [{ size: '1' }, { size: '100%' }],
      budget: '10%',
      whenOffline: 'WAIT',
      script: 'uptime\n',
    });
  });

  it.each([
    [['--all'], 'What should run?'],
    [['--all', '--'], 'What should run?'],
    [['--all', '--script', 'x', '--', 'ls'], 'either'],
    [['--', 'ls'], 'Which hosts?'],
    [['--all', 'ls', '-l'], 'Unknown flag -l; Unexpected word ls\nWrite `--` before the command that is to run'],
    [['--all', '--', 'df -h'], 'each word by itself'],
  ])('refuses %j', async (words, message) => {
    const { code, err } = await run(words);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(server.sent('POST /rollouts')).toEqual([]);
  });

  it('only shows what it would do, or does not wait', async () => {
    expect((await run(['--all', '-d', '--', 'ls'])).out).toBe(`${rolloutId}\n`);
    server.json('POST /rollouts', aPlan({ script: 'ls\n' }));
    expect((await run(['--all', '--dry-run', '--', 'ls'])).out).toMatch(/12 hosts[^]*ls\n$/);
  });

  it('runs nothing where a host that is named is not there', async () => {
    const items = [{ nodeId: 'web-1', hostname: 'web-1', status: 'ONLINE' }];
    server.json('POST /nodes/select', { count: 1, digest: 'd', items });
    const { code, err } = await run(['--node', 'web-1', '--node', 'web-x', '--', 'ls']);
    expect([code, err]).toEqual([4, expect.stringContaining('There is no host web-x')]);
    expect(server.sent('POST /rollouts')).toEqual([]);
    expect((await run(['--node', 'web-1', '--', 'ls'])).code).toBe(0);
  });

  it('gives records with --json', async () => {
    const { out } = await run(['--all', '--json', '--', 'ls']);
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events).toEqual(['rollout', 'state', 'state', 'outputs', 'done']);
  });
});
