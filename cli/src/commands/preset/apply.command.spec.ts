import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aJob, aNode, aPreset, aVariable } from '../../test-support/builders.js';
import { FakeServer, frame, sendEvents, sendJson, sendProblem } from '../../test-support/fake-server.js';
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

  it('queues one job a node and prints its id', async () => {
    const { code, out, err } = await apply(['--node', 'a', '--node=b', '--node', 'a', '--timeout', '10m']);
    expect([code, out, err]).toEqual([0, 'job-a\njob-b\n', '']);
    expect(created()).toEqual([
      { nodeId: 'a', preset: 'nginx', variables: {}, timeoutSeconds: 600 },
      { nodeId: 'b', preset: 'nginx', variables: {}, timeoutSeconds: 600 },
    ]);
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
  ])('refuses %j before anything is queued', async (words, message) => {
    const { code, err } = await apply(words);
    expect([code, err.includes(message)]).toEqual([2, true]);
    expect(created()).toEqual([]);
  });

  it('goes on with the other nodes when one refuses, and does not end as if nothing was', async () => {
    const { code, out, err } = await apply(['--node', 'gone', '--node', 'b']);
    expect([code, out]).toEqual([4, 'job-b\n']);
    expect(err).toContain('On gone:');
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

  it('runs on every node with one of the tags, once each', async () => {
    const tagged: Record<string, string[]> = { web: ['a', 'b'], db: ['b'] };
    server.on('GET /nodes', ({ query }, response) => {
      const items = (tagged[query.get('tag') ?? ''] ?? []).map((id) => aNode({ id }));
      sendJson(response, 200, { items, nextCursor: null });
    });
    expect((await apply(['--node', 'b', '--tag', 'web', '--tag', 'db'])).code).toBe(0);
    expect(created()).toMatchObject([{ nodeId: 'b' }, { nodeId: 'a' }]);
    const { code, err } = await apply(['--tag', 'wbe']);
    expect([code, err.includes('No node has the tag "wbe"')]).toEqual([4, true]);
    expect(created()).toHaveLength(2);
  });

  it('tells several nodes apart, and ends as the first that failed', async () => {
    streams({ a: 0, b: 9, c: 8 });
    const { code, out } = await apply(['--node', 'a', '--node', 'b', '--node', 'c', '--follow']);
    expect(code).toBe(9);
    expect(out.trimEnd().split('\n').toSorted()).toEqual([
      'a | from a',
      'a | no newline',
      'b | from b',
      'b | no newline',
      'c | from c',
      'c | no newline',
    ]);
  });

  it('tells a person what goes on', async () => {
    streams({ a: 0 });
    const { err } = await apply(['--node', 'a', '--follow'], { isTTY: true });
    expect(err).toContain('Job job-a is queued on a.');
    expect(err).toContain('succeeded');
  });
});
