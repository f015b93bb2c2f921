import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from '../test-support/fake-server.js';
import { CliRun, runCli } from '../test-support/run-cli.js';

describe('errors', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
  });
  afterEach(() => server.stop());

  it('says how to sign in when nobody is', async () => {
    const { code, out, err } = await runCli(['status'], { env: { HYPRBOX_API_URL: server.url } });
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain('Run `hyprbox login`');
    expect(server.received).toHaveLength(0);
  });

  it.each([
    [400, 2, 'VALIDATION', 'wrong'],
    [401, 3, 'UNAUTHENTICATED', 'hyprbox login'],
    [403, 3, 'FORBIDDEN', 'ask an administrator'],
    [404, 4, 'NODE_NOT_FOUND', 'hyprbox node list'],
    [404, 4, 'NODE_TOKEN_NOT_FOUND', 'hyprbox token list'],
    [409, 1, 'CONFLICT', 'wrong'],
    [429, 1, 'RATE_LIMITED', 'Try again in 7 s'],
    [500, 1, 'INTERNAL', 'r-1'],
  ])('ends a %i with exit code %i and what to do', async (status, exitCode, code, hint) => {
    server.problem('GET /nodes/web-1/status', status, code, 'Something is wrong', { 'retry-after': '7' });
    const text = await runCli(['node', 'show', 'web-1'], { env });
    expect([text.code, text.out]).toEqual([exitCode, '']);
    expect(text.err.toLowerCase()).toContain(hint.toLowerCase());
    const json = await runCli(['node', 'show', 'web-1', '--json'], { env });
    expect([json.code, json.out]).toEqual([exitCode, '']);
    expect(JSON.parse(json.err)).toMatchObject({ status, code, detail: 'Something is wrong' });
  });

  it('says that the server is away when it is', async () => {
    server.problem('POST /tokens', 503, 'UNAVAILABLE', 'The database is away');
    const { code, err } = await runCli(['token', 'create', '--name', 'x'], { env });
    expect(code).toBe(5);
    expect(err).toContain('try again');
  });

  it('says that a server cannot be reached', async () => {
    const { url } = server;
    await server.stop();
    const args = ['token', 'create', '--name', 'x'];
    const text = await runCli(args, { env });
    expect(text.code).toBe(5);
    expect(text.err).toContain(`Cannot reach ${url}`);
    const json = await runCli([...args, '--json'], { env });
    expect([json.code, JSON.parse(json.err).code]).toEqual([5, 'UNREACHABLE']);
    server = await FakeServer.start();
  });

  it('does nothing to the terminal, whatever the server says', async () => {
    server.problem('GET /nodes/web-1/status', 409, 'X', 'a\x1b]0;owned\x07\u009b2J');
    expect((await runCli(['node', 'show', 'web-1'], { env })).err).toContain('a\\e]0;owned\\x07\\x9b2J');
    const json = await runCli(['node', 'show', 'web-1', '--json'], { env });
    expect(json.err).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  it('is silent when the reader of its output went away', async () => {
    server.json('GET /tokens', { items: [], nextCursor: null });
    const run = new CliRun(['token', 'list'], { env });
    run.closeStdout();
    expect(await run.result).toMatchObject({ code: 141, out: '', err: '' });
  });

  it('ends quietly when it is interrupted', async () => {
    const run = new CliRun(['token', 'list'], { env });
    server.on('GET /tokens', () => run.interrupt());
    expect(await run.result).toMatchObject({ code: 130, out: '', err: '' });
  });

  it.each(['ftp://host', 'not an address', 'http://user:pw@host'])('refuses the address %j', async (url) => {
    const { code, err } = await runCli(['status', '--api-url', url], { env });
    expect(code).toBe(2);
    expect(err).toContain('--api-url');
    expect(err).not.toContain('pw@');
  });
});
