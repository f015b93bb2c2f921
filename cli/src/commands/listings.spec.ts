import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aJob, aNode, aPreset, aVariable, jobId } from '../test-support/builders.js';
import { FakeServer, sendJson } from '../test-support/fake-server.js';
import { runCli } from '../test-support/run-cli.js';

/** As nasty as the contract lets a text be. */
const nasty = `\x1b[2J\x1b]0;owned\x07\u009b\u202e\r\n${'wide 長 '.repeat(40)}`;
const token = {
  id: jobId,
  name: nasty,
  prefix: 'abcdefgh',
  nodeId: 'n'.repeat(128),
  createdAt: '2026-01-01T00:00:00Z',
};

describe('what the server says', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    const node = aNode({
      id: 'n'.repeat(128),
      hostname: nasty,
      displayName: nasty,
      tags: [nasty],
      agentVersion: nasty,
    });
    const filesystems = [{ mount: nasty, fsType: nasty, usedBytes: 5, totalBytes: 10 }];
    const metrics = { cpuPct: 1, memPct: 2, diskPct: 3, filesystems };
    const preset = aPreset({
      title: nasty,
      description: nasty,
      category: nasty,
      variables: [aVariable({ label: nasty, pattern: nasty })],
      functions: [{ name: nasty, text: nasty }],
    });
    const job = aJob({ nodeId: 'n'.repeat(128), variables: { x: nasty }, createdByName: nasty, message: nasty });
    const page = (item: object): object => ({ items: [item], nextCursor: null });
    server.json('GET /nodes', page(node));
    server.json('GET /nodes/web-1/status', { ...node, metrics, inventory: { os: nasty, cpuModel: nasty } });
    server.json('GET /presets', page(preset));
    server.json('GET /presets/nginx', preset);
    server.json('GET /jobs', page(job));
    server.json(`GET /jobs/${jobId}`, job);
    server.json('GET /tokens', page({ ...token, lastUsedAt: null, revokedAt: null }));
  });
  afterEach(() => server.stop());

  const commands = [
    'node list',
    'node show web-1',
    'preset list',
    'preset show nginx',
    'job list',
    `job show ${jobId}`,
    'token list',
  ];

  it.each(commands)('fits 80 columns and does nothing to the terminal: %s', async (command) => {
    const { code, out } = await runCli(command.split(' '), { env, isTTY: true });
    expect(code).toBe(0);
    const shown = out.replace(/\x1b\[\d+m/g, '');
    expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    for (const line of shown.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it.each(commands)('is one JSON document with --json and nothing else: %s', async (command) => {
    const { code, out, err } = await runCli([...command.split(' '), '--json'], { env });
    expect([code, err]).toEqual([0, '']);
    const value = JSON.parse(out);
    if (command.endsWith('list')) expect(value).toEqual({ items: [expect.any(Object)], nextCursor: null });
    else expect(value).toEqual(expect.any(Object));
  });

  it('says which jobs tried a draft', async () => {
    const test = aJob({ preset: 'shop', presetVersion: 0, isTest: true });
    server.json('GET /jobs', { items: [test], nextCursor: null });
    server.json(`GET /jobs/${jobId}`, test);
    expect((await runCli(['job', 'list'], { env })).out).toContain(' shop (test) ');
    expect((await runCli(['job', 'show', jobId], { env })).out).toMatch(/^Preset +shop \(test of a draft\)$/m);
  });

  it('names the functions that a preset uses, where the server tells them', async () => {
    const functions = ['say', 'put-file'].map((name) => ({ name, text: `# ${name}` }));
    server.json('GET /presets/site', aPreset({ functions }));
    server.json('GET /presets/old', aPreset());
    expect((await runCli(['preset', 'show', 'site'], { env })).out).toMatch(/^Functions +say, put-file$/m);
    expect((await runCli(['preset', 'show', 'old'], { env })).out).not.toContain('Functions');
  });

  it('tells which nodes are under maintenance', async () => {
    server.json('GET /nodes', { items: [aNode({ maintenance: true })], nextCursor: null });
    server.json('GET /nodes/web-1/status', aNode({ maintenance: true }));
    expect((await runCli(['node', 'list'], { env })).out).toContain('ONLINE, maintenance');
    expect((await runCli(['node', 'show', 'web-1'], { env })).out).toMatch(/^Maintenance +yes/m);
  });

  it('passes filters on', async () => {
    await runCli(['node', 'list', '--status', 'OFFLINE', '--tag', 'a', '--q', 'b', '--sort=-cpu', '--limit', '3'], {
      env,
    });
    await runCli(['job', 'list', '--node', 'a', '--status', 'FAILED', '--preset', 'p', '--cursor', 'c'], { env });
    expect(server.received.map(({ query }) => query.toString())).toEqual([
      'limit=3&status=OFFLINE&tag=a&q=b&sort=-cpu',
      'limit=50&cursor=c&nodeId=a&status=FAILED&preset=p',
    ]);
  });

  it('previews a script as its exact bytes, but not at the cost of the terminal', async () => {
    const script = 'printf "\x1b[2J"\n';
    server.json('POST /presets/nginx/render', { script, sha256: '', version: 1 });
    expect((await runCli(['preset', 'preview', 'nginx'], { env })).out).toBe(script);
    expect((await runCli(['preset', 'preview', 'nginx'], { env, isTTY: true })).out).toBe('printf ""\n');
  });

  it('ends the preview of a script without a last line break with one on a terminal alone', async () => {
    server.json('POST /presets/nginx/render', { script: 'echo hi', sha256: '', version: 1 });
    expect((await runCli(['preset', 'preview', 'nginx'], { env, isTTY: true })).out).toBe('echo hi\n');
    expect((await runCli(['preset', 'preview', 'nginx'], { env })).out).toBe('echo hi');
  });

  it('prints a new token alone, so that it can be piped', async () => {
    server.json('POST /tokens', { ...token, token: 'hbnt_secret' }, 201);
    const { out, err } = await runCli(['token', 'create', '--name', 'rack', '--node', 'web-1'], { env });
    expect([out, err]).toEqual(['hbnt_secret\n', '']);
    expect(server.sent('POST /tokens')[0]?.body).toEqual({ name: 'rack', nodeId: 'web-1' });
  });

  it('revokes a token', async () => {
    server.on(`DELETE /tokens/${jobId}`, (_request, response) => void response.writeHead(204).end());
    expect((await runCli(['token', 'revoke', jobId], { env })).code).toBe(0);
    expect((await runCli(['token', 'revoke', 'other'], { env })).code).toBe(4);
  });

  it('takes the name of a new token as a word, once', async () => {
    server.json('POST /tokens', { ...token, token: 'hbnt_secret' }, 201);
    await runCli(['token', 'create', 'rack'], { env });
    expect(server.sent('POST /tokens')[0]?.body).toEqual({ name: 'rack' });
    expect(await runCli(['token', 'create'], { env })).toMatchObject({ code: 2, err: expect.stringContaining('name') });
    expect((await runCli(['token', 'create', 'rack', '--name', 'other'], { env })).code).toBe(2);
    expect(server.sent('POST /tokens')).toHaveLength(1);
  });

  describe('with the first characters of an id', () => {
    const other = '0198c0de-0000-7000-8000-000000000002';
    const older = '0198b000-0000-7000-8000-000000000003';

    beforeEach(() => {
      server.json('GET /jobs', { items: [other, jobId, older].map((id) => aJob({ id })), nextCursor: null });
      for (const id of [other, jobId, older]) {
        server.json(`GET /jobs/${id}`, aJob({ id }));
        server.json(`POST /jobs/${id}/cancel`, aJob({ id, status: 'CANCELLED' }));
      }
    });

    it('finds the one that is meant', async () => {
      const { code, out } = await runCli(['job', 'show', '0198B0', '--json'], { env });
      expect([code, JSON.parse(out).id]).toEqual([0, older]);
    });

    it.each([
      ['0198c0de', 2, 'Several ids begin with "0198c0de"'],
      ['0198ffff', 4, 'There is no job "0198ffff"'],
      ['019', 4, 'There is no job "019"'],
      ['../users', 4, 'There is no job "../users"'],
    ])('does not guess: %s', async (typed, exitCode, message) => {
      const { code, err } = await runCli(['job', 'cancel', typed], { env });
      expect([code, err.includes(message)]).toEqual([exitCode, true]);
      expect(server.received.filter(({ method }) => method === 'POST')).toEqual([]);
    });

    it('looks through no more than the newest 2,000', async () => {
      server.on('GET /jobs', (_request, response) => {
        sendJson(response, 200, { items: Array.from({ length: 200 }, () => aJob({ id: older })), nextCursor: 'more' });
      });
      const { code, err } = await runCli(['job', 'show', '0198c0de'], { env });
      expect([code, err.includes('the newest 2000')]).toEqual([4, true]);
      expect(server.sent('GET /jobs')).toHaveLength(10);
    });

    it('cancels several, and tells which was refused', async () => {
      const { code, out, err } = await runCli(['job', 'cancel', '0198b', 'ffff', other, other], { env });
      expect([code, out]).toEqual([4, `Cancelled ${older}.\nCancelled ${other}.\n`]);
      expect(err).toContain('ffff:\nError: There is no job "ffff"');
    });
  });

  it.each(['cpu', '-mem', 'disk'])('shows the figure that nodes are sorted by: %s', async (sort) => {
    server.json('GET /nodes', { items: [aNode()], nextCursor: null });
    const { out } = await runCli(['node', 'list', `--sort=${sort}`], { env });
    expect(out.split('\n')[0]).toContain(` ${sort.replace('-', '').toUpperCase()} `);
  });
});
