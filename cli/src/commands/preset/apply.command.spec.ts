import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SelectRequest } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aJob, aNode, aPreset, aVariable } from '../../test-support/builders.js';
import { FakeServer, frame, sendEvents, sendJson, sendProblem } from '../../test-support/fake-server.js';
import { anOutputGroup, aRollout, counts, rolloutId } from '../../test-support/rollout-builders.js';
import { runCli } from '../../test-support/run-cli.js';
import type { CliOptions, CliResult } from '../../test-support/run-cli.js';

describe('hyprbox preset apply', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    const variables = [
      aVariable(),
      aVariable({ name: 'port', type: 'int' }),
      aVariable({ name: 'tls', type: 'boolean' }),
      aVariable({ name: 'constructor' }),
    ];
    server.json('GET /presets/nginx', aPreset({ variables }));
    server.on('POST /jobs', ({ body }, response) => {
      const { nodeId } = body as { nodeId: string }; // what the CLI under test sent
      if (nodeId === 'gone') sendProblem(response, 404, 'NODE_NOT_FOUND', 'There is no node gone');
      else sendJson(response, 201, aJob({ id: `job-${nodeId}`, nodeId }));
    });
  });
  afterEach(() => server.stop());

  const apply = (words: string[], options: CliOptions = {}): Promise<CliResult> =>
    runCli(['preset', 'apply', 'nginx', ...words], { env, ...options });
  const created = (): unknown[] => server.sent('POST /jobs').map((request) => request.body);

  it('queues one job on one node and prints its id', async () => {
    const { code, out, err } = await apply(['--node', 'a', '--node', 'a', '--timeout', '10m']);
    expect([code, out, err]).toEqual([0, 'job-a\n', '']);
    expect(created()).toEqual([{ nodeId: 'a', preset: 'nginx', variables: {}, timeoutSeconds: 600 }]);
  });

  it('says how long a node that is away is waited for', async () => {
    await apply(['--node', 'a', '--when-offline', 'WAIT', '--wait', '2h']);
    expect(created()).toMatchObject([{ nodeId: 'a', whenOffline: 'WAIT', waitSeconds: 7200 }]);
  });

  it('says how to ask for an approval where one is needed', async () => {
    server.on('POST /jobs', (_request, response) =>
      sendProblem(response, 409, 'APPROVAL_NEEDED', 'This needs an approval: of the preset nginx.'),
    );
    const { code, out, err } = await apply(['--node', 'a']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('This needs an approval: of the preset nginx.');
    expect(err).toContain('`--wave 100%`');
    expect(err).toContain('`hyprbox approval list`');
    expect(JSON.parse((await apply(['--node', 'a', '--json'])).err || '{}')).toMatchObject({ code: 'APPROVAL_NEEDED' });
  });

  describe('on many', () => {
    const rollouts = (): unknown[] => server.sent('POST /rollouts').map((request) => request.body);
    const work = { preset: 'nginx', variables: {} };
    beforeEach(() => {
      server.json('POST /rollouts', aRollout(), 201);
      server.on('POST /nodes/select', ({ body }, response) => {
        const { selector } = body as SelectRequest; // what the CLI under test sent
        const there = (selector.nodeIds ?? []).filter((id) => id !== 'gone');
        const items = there.map((nodeId) => ({ nodeId, hostname: nodeId, status: 'ONLINE' }));
        sendJson(response, 200, { count: items.length, digest: 'd', items });
      });
      server.on('GET /nodes', ({ query }, response) => {
        const items = query.get('tag') === 'web' ? ['a', 'b'].map((id) => aNode({ id })) : [];
        sendJson(response, 200, { items, nextCursor: null });
      });
    });

    it('starts a rollout: of several nodes, of a tag, or where waves or a budget are asked for', async () => {
      const { code, out, err } = await apply(['--node', 'a', '--node=b', '--timeout', '10m']);
      expect([code, out, err]).toEqual([0, `${rolloutId}\n`, '']);
      await apply(['--tag', 'web', '--tag', 'db', '--budget', '5%', '--wave', '1', '--wave', '100%']);
      await apply(['--node', 'a', '--gate', 'heartbeat', '--when-offline', 'SKIP']);
      expect(rollouts()).toEqual([
        { ...work, timeoutSeconds: 600, selector: { nodeIds: ['a', 'b'] } },
        { ...work, budget: '5%', waves: [{ size: '1' }, { size: '100%' }], selector: { tagsAny: ['web', 'db'] } },
        { ...work, gates: { heartbeat: true }, whenOffline: 'SKIP', selector: { nodeIds: ['a'] } },
      ]);
      expect(created()).toEqual([]);
    });

    it('starts nothing where one that is named is not there', async () => {
      const { code, err } = await apply(['--node', 'a', '--node', 'gone']);
      expect([code, err]).toEqual([4, expect.stringContaining('There is no host gone')]);
      expect(rollouts()).toEqual([]);
    });

    it('means those that are named and those with a tag, once each', async () => {
      await apply(['--node', 'b', '--node', 'c', '--tag', 'web']);
      expect(rollouts()).toMatchObject([{ selector: { nodeIds: ['b', 'c', 'a'] } }]);
      const { code, err } = await apply(['--node', 'b', '--tag', 'wbe']);
      expect([code, err.includes('No node has the tag "wbe"')]).toEqual([4, true]);
    });

    it('follows it to its end, then prints each output once', async () => {
      const ended = aRollout({ state: 'SUCCEEDED', counts: counts({ succeeded: 2 }) });
      server.json(`GET /rollouts/${rolloutId}`, ended);
      server.json(`GET /rollouts/${rolloutId}/targets`, { items: [], nextCursor: null });
      server.json(`GET /rollouts/${rolloutId}/outputs`, { groups: [anOutputGroup()], groupCount: 1, without: 0 });
      server.on(`GET /rollouts/${rolloutId}/stream`, (_request, response) =>
        sendEvents(response, [frame('state', ended), frame('done', {})], 'stay'),
      );
      const { code, out, err } = await apply(['--tag', 'web', '--follow']);
      expect([code, out]).toEqual([0, '2 hosts printed this: web-1, web-2\nactive\n']);
      expect(err).toContain(`Rollout ${rolloutId}`);
    });
  });

  it('takes values as they are typed, in the types of the preset', async () => {
    const domain = 'a=b="c" $(d)\nline two';
    await apply([
      '--node',
      'a',
      '--set',
      `domain=${domain}`,
      '--set=port=8080',
      '--set',
      'tls=true',
      '--set',
      'constructor=',
    ]);
    expect(created()).toMatchObject([{ variables: { domain, port: 8080, tls: true, constructor: '' } }]);
  });

  it('leaves it to the server to refuse a value of the wrong type', async () => {
    await apply(['--node', 'a', '--set', 'port=80x', '--set', 'tls=maybe']);
    expect(created()).toMatchObject([{ variables: { port: '80x', tls: 'maybe' } }]);
  });

  it('reads a value from a file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hyprbox-cli-'));
    await writeFile(join(directory, 'value'), 'two\nlines\n');
    await apply(['--node', 'a', '--set-file', `domain=${join(directory, 'value')}`]);
    expect(created()).toMatchObject([{ variables: { domain: 'two\nlines\n' } }]);
    expect(await apply(['--node', 'a', '--set-file', `domain=${join(directory, 'none')}`])).toMatchObject({ code: 2 });
    await rm(directory, { recursive: true });
  });

  it.each([
    [['--node', 'a', '--set', 'domain'], 'name=value'],
    [['--node', 'a', '--set', '=x'], 'name=value'],
    [['--node', 'a', '--set', '__proto__=x'], 'name=value'],
    [['--node', 'a', '--set', 'domain=x', '--set', 'domain=y'], 'more than once'],
    [['--node', 'a', '--set', 'domian=x'], 'it has domain, port'],
    [[], '--node'],
    [['--target', 'local', '--node', 'a'], 'either'],
    [['--target', 'local', '--wave', '1'], 'leave them out'],
  ])('refuses %j before anything is queued', async (words, message) => {
    const { code, err } = await apply(words);
    expect([code, err.includes(message)]).toEqual([2, true]);
    expect(created()).toEqual([]);
  });

  it('says when the node refuses', async () => {
    expect((await apply(['--node', 'gone'])).code).toBe(4);
  });

  it('gives a line of JSON for each job', async () => {
    const { out } = await apply(['--node', 'a', '--json']);
    expect(JSON.parse(out)).toMatchObject({ id: 'job-a', nodeId: 'a', status: 'QUEUED' });
  });

  function streams(exitCodes: Record<string, number>): void {
    for (const [node, exitCode] of Object.entries(exitCodes)) {
      const status = exitCode === 0 ? 'SUCCEEDED' : 'FAILED';
      const frames = [
        frame('stdout', { offset: 0, data: `from ${node}\nno ` }),
        frame('stdout', { offset: 9 + node.length, data: 'newline' }),
        frame('status', { status, reason: exitCode === 0 ? null : 'EXIT_CODE', exitCode }),
        frame('done', {}),
      ];
      server.on(`GET /jobs/job-${node}/stream`, (_request, response) => sendEvents(response, frames, 'end'));
    }
  }

  it('follows to the end and ends as the job does, with the id of the job beside its output', async () => {
    streams({ a: 7 });
    const { code, out, err } = await apply(['--node', 'a', '--follow']);
    expect([code, out, err]).toEqual([7, 'from a\nno newline', 'Job job-a is queued on a.\n']);
  });

  it('ends with 1 for any failure of the script where only the outcome is wanted', async () => {
    streams({ a: 4, b: 0 });
    expect((await apply(['--node', 'a', '--follow', '--exit-code', 'outcome'])).code).toBe(1);
    expect((await apply(['--node', 'b', '--follow', '--exit-code', 'outcome'])).code).toBe(0);
    expect((await apply(['--node', 'gone', '--follow', '--exit-code', 'outcome'])).code).toBe(4);
  });

  it('tells a person what goes on', async () => {
    streams({ a: 0 });
    const { err } = await apply(['--node', 'a', '--follow'], { isTTY: true });
    expect(err).toContain('Job job-a is queued on a.');
    expect(err).toContain('succeeded');
  });
});
