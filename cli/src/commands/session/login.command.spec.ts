import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from '../../test-support/fake-server.js';
import { CliRun, runCli } from '../../test-support/run-cli.js';
import type { CliOptions, CliResult } from '../../test-support/run-cli.js';

const user = { id: 'u-1', email: 'ada@example.com', name: 'Ada', role: 'OPERATOR' };

describe('signing in and out', () => {
  let server: FakeServer;
  let home: string;
  let config: string;

  beforeEach(async () => {
    server = await FakeServer.start();
    home = await mkdtemp(join(tmpdir(), 'hyprbox-cli-'));
    config = join(home, '.config', 'hyprbox', 'config.json');
    server.json('POST /auth/login', { user, token: 'session-token', expiresAt: '2026-02-01T00:00:00.000Z' });
    server.json('GET /tokens', { items: [], nextCursor: null });
    server.on('POST /auth/logout', (_request, response) => void response.writeHead(204).end());
  });
  afterEach(async () => {
    await server.stop();
    await rm(home, { recursive: true });
  });

  const run = (words: string, options: CliOptions = {}): Promise<CliResult> =>
    runCli(words.split(' '), { homeDirectory: home, ...options });
  const login = (): Promise<CliResult> =>
    run(`login --api-url ${server.url}/ --email ada@example.com --password-stdin`, { stdin: 'correct horse\n' });
  const saved = async (): Promise<unknown> => JSON.parse(await readFile(config, 'utf8'));

  it('remembers server and token in a file for the owner only', async () => {
    const { code, out, err } = await login();
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('Signed in');
    expect(err).not.toContain('session-token');
    expect(server.sent('POST /auth/login')[0]?.body).toEqual({ email: 'ada@example.com', password: 'correct horse' });
    expect(await saved()).toEqual({
      apiUrl: server.url,
      token: 'session-token',
      email: 'ada@example.com',
      expiresAt: '2026-02-01T00:00:00.000Z',
    });
    expect((await stat(config)).mode & 0o777).toBe(0o600);
    expect((await run('token list')).code).toBe(0);
    expect(server.sent('GET /tokens')[0]?.headers.authorization).toBe('Bearer session-token');
  });

  it('narrows a file that was readable by others', async () => {
    await mkdir(join(home, '.config', 'hyprbox'), { recursive: true });
    await writeFile(config, '{"apiUrl":"http://127.0.0.1:1"}', { mode: 0o644 });
    await login();
    expect((await stat(config)).mode & 0o777).toBe(0o600);
  });

  it('takes XDG_CONFIG_HOME, but only an absolute one', async () => {
    const words = `login --api-url ${server.url} --email a@b.c --password-stdin`;
    await run(words, { stdin: 'x', env: { XDG_CONFIG_HOME: join(home, 'xdg') } });
    expect(JSON.parse(await readFile(join(home, 'xdg/hyprbox/config.json'), 'utf8'))).toHaveProperty('token');
    await run(words, { stdin: 'x', env: { XDG_CONFIG_HOME: 'relative' } });
    expect(await saved()).toHaveProperty('token');
  });

  it('sends the saved token to no other server', async () => {
    await login();
    const other = await FakeServer.start();
    const { code } = await run(`token list --api-url ${other.url}`);
    await other.stop();
    expect([code, other.received.length]).toEqual([3, 0]);
  });

  it('prefers flag over environment over file', async () => {
    await login();
    await run('token list', { env: { HYPRBOX_API_TOKEN: 'from-env' } });
    await run('token list --token from-flag', { env: { HYPRBOX_API_TOKEN: 'from-env' } });
    await run(`token list --api-url ${server.url}`, { env: { HYPRBOX_API_URL: 'http://127.0.0.1:9' } });
    const sent = server.sent('GET /tokens').map((request) => request.headers.authorization);
    expect(sent).toEqual(['Bearer from-env', 'Bearer from-flag', 'Bearer session-token']);
  });

  it('sends nothing to another host without TLS, unless it is told to', async () => {
    const address = 'http://192.0.2.1:4000';
    // The login stops at the empty password: no call is made that would have to time out.
    const words = `login --api-url ${address} --email a@b.c --password-stdin`;
    const refused = await run(words, { stdin: '\n' });
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('--allow-plain-http')]);
    expect((await run('status', { env: { HYPRBOX_API_URL: address } })).err).toContain('is not https');
    for (const allowed of [
      await run(`${words} --allow-plain-http`, { stdin: '\n' }),
      await run(words, { stdin: '\n', env: { HYPRBOX_ALLOW_PLAIN_HTTP: 'true' } }),
    ]) {
      expect([allowed.code, allowed.err]).toEqual([2, expect.stringContaining('The password is empty')]);
    }
  });

  it('does not tell a server that it may not call any more, and forgets the token', async () => {
    await login();
    await writeFile(config, JSON.stringify({ ...Object(await saved()), apiUrl: 'http://192.0.2.1:4000' }));
    expect(await run('logout')).toMatchObject({ code: 2, err: expect.stringContaining('--allow-plain-http') });
    expect(await saved()).toMatchObject({ token: null });
  });

  it('needs a home directory to remember a session only', async () => {
    const homeless = { homeDirectory: null, env: { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'from-env' } };
    expect((await run('token list', homeless)).code).toBe(0);
    expect((await run('logout', homeless)).code).toBe(0);
    const { code, err } = await run('login --email a@b.c --password-stdin', { ...homeless, stdin: 'x' });
    expect([code, err.includes('XDG_CONFIG_HOME')]).toEqual([2, true]);
    expect(server.sent('POST /auth/login')).toEqual([]);
  });

  it('says what is wrong with the password, and keeps nothing', async () => {
    server.problem('POST /auth/login', 401, 'WRONG_CREDENTIALS', 'The e-mail address or the password is wrong.');
    const { code, err } = await login();
    expect([code, err]).toEqual([3, 'Error: The e-mail address or the password is wrong.\n']);
    await expect(stat(config)).rejects.toThrow();
  });

  it('never asks without a terminal', async () => {
    expect(await run('login')).toMatchObject({ code: 2, err: expect.stringContaining('--email') });
    const { code, err } = await run('login --email a@b.c');
    expect([code, err.includes('--password-stdin')]).toEqual([2, true]);
  });

  it('asks on a terminal, without showing the password', async () => {
    const cli = new CliRun(['login', '--api-url', server.url], { homeDirectory: home, isTTY: true });
    await cli.printed(`Signing in to ${server.url}\n`, 'stderr');
    await cli.printed('E-mail: ', 'stderr');
    cli.type('ada@example.com\r');
    await cli.printed('Password: ', 'stderr');
    cli.type('correct horse\r');
    const { code, err } = await cli.result;
    expect(code).toBe(0);
    expect(server.sent('POST /auth/login')[0]?.body).toEqual({ email: 'ada@example.com', password: 'correct horse' });
    expect(err).toContain('Password: ');
    expect(err).not.toContain('correct horse');
  });

  it('ends when Ctrl-C answers a question', async () => {
    expect((await run('login', { isTTY: true, stdin: '\x03' })).code).toBe(130);
  });

  it('forgets the token at logout, and ends the session', async () => {
    await login();
    expect((await run('logout')).code).toBe(0);
    expect(server.sent('POST /auth/logout')[0]?.headers.authorization).toBe('Bearer session-token');
    expect(await saved()).toMatchObject({ apiUrl: server.url, token: null });
    expect((await run('token list')).code).toBe(3);
    expect((await run('logout')).code).toBe(0);
  });

  it('forgets the token also when the server cannot be told, and says so', async () => {
    await login();
    server.problem('POST /auth/logout', 503, 'UNAVAILABLE', 'away');
    const { code, err } = await run('logout');
    expect([code, err.includes('the session lasts until 2026-02-01')]).toEqual([5, true]);
    expect(await saved()).toMatchObject({ token: null });
  });

  it('says which file is damaged', async () => {
    await mkdir(join(home, '.config', 'hyprbox'), { recursive: true });
    await writeFile(config, '{');
    expect(await run('token list')).toMatchObject({ code: 1, err: expect.stringContaining(config) });
  });
});
