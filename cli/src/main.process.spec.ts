import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TestProxy, TestTls } from '@hyprbox/testing';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPolicy, policyId } from './test-support/backup-builders.js';
import { aJob, aNode, jobId } from './test-support/builders.js';
import { FakeServer, frame, sendEvents } from './test-support/fake-server.js';

const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe('hyprbox as a process', () => {
  let directory: string;
  let program: string;
  let server: FakeServer;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hyprbox-cli-'));
    program = join(directory, 'hyprbox.mjs');
    await build({
      entryPoints: [inRoot('cli/src/main.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      conditions: ['hyprbox-source', 'module'],
      // As scripts/bundle.mjs does.
      banner: {
        js: "import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);",
      },
    });
  });
  afterAll(() => rm(directory, { recursive: true }));
  beforeEach(async () => {
    server = await FakeServer.start();
  });
  afterEach(() => server.stop());

  function start(command: string, more: Record<string, string> = {}) {
    const env = {
      PATH: process.env['PATH'],
      HOME: directory,
      HYPRBOX_API_URL: server.url,
      HYPRBOX_API_TOKEN: 'user-token',
      HYPRBOX: `${process.execPath} ${program}`,
      ...more,
    };
    const child = spawn('bash', ['-c', command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'close');
    const text = async (stream: NodeJS.ReadableStream): Promise<string> => {
      let all = '';
      for await (const chunk of stream) all += String(chunk);
      return all;
    };
    const result = Promise.all([ended, text(child.stdout), text(child.stderr)]).then(([[code], out, err]) => ({
      code,
      out,
      err,
    }));
    return { child, result };
  }

  it('starts, answers and ends', async () => {
    const { code, out, err } = await start('$HYPRBOX --version').result;
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.skipIf(process.getuid?.() !== 0)('runs for a user whom nobody knows', async () => {
    server.json('GET /tokens', { items: [], nextCursor: null });
    const unknown = 'unset HOME; exec setpriv --reuid 64123 --clear-groups';
    const readable = `chmod 755 ${directory}`;
    const { code, err } = await start(`${readable}; ${unknown} $HYPRBOX token list`).result;
    expect([code, err]).toEqual([0, expect.not.stringContaining('Error')]);
  });

  it('reads YAML from a pipe', async () => {
    server.json('POST /backups/policies', aPolicy(), 201);
    const policy = '{ repository: /r, passwordRef: "env:P", paths: [/etc], schedule: "0 2 * * *", tag: web }';
    const { code, out, err } = await start(`echo '${policy}' | $HYPRBOX backup policy create etc --file -`).result;
    expect([code, out, err]).toEqual([0, `${policyId}\n`, '']);
    expect(server.sent('POST /backups/policies')[0]?.body).toMatchObject({ name: 'etc', tag: 'web', paths: ['/etc'] });
  });

  describe('behind a proxy', () => {
    let proxy: TestProxy;
    let tls: TestTls;

    beforeEach(async () => {
      proxy = await TestProxy.start();
      tls = await TestTls.start(directory, Number(new URL(server.url).port));
      server.json('GET /tokens', { items: [], nextCursor: null });
    });
    afterEach(async () => {
      await proxy.stop();
      await tls.stop();
    });

    const secure = (): Record<string, string> => ({
      HYPRBOX_API_URL: `https://${tls.host}`,
      NODE_EXTRA_CA_CERTS: tls.authority,
    });

    it('calls and follows a job through a tunnel, with the name and the password of the address', async () => {
      proxy.authorization = `Basic ${btoa('ada:p@ss')}`;
      const env = { ...secure(), HTTPS_PROXY: `ada:p%40ss@${proxy.host}` };
      server.json(`GET /jobs/${jobId}`, aJob({ status: 'RUNNING' }));
      const frames = [frame('stdout', { offset: 0, data: 'one\n' })];
      server.on(`GET /jobs/${jobId}/stream`, (_request, response) => sendEvents(response, frames, 'stay'));
      const { child, result } = start(`exec $HYPRBOX job logs ${jobId} --follow`, env);
      child.stdout.once('data', () => child.kill('SIGINT'));
      const { code, out } = await result;
      expect([code, out]).toEqual([130, 'one\n']);
      expect(new Set(proxy.passed)).toEqual(new Set([tls.host]));
    });

    it('takes the proxy of plain http, and none where NO_PROXY names the server', async () => {
      const env = { HTTP_PROXY: proxy.host, NO_PROXY: 'localhost,10.0.0.0/8' };
      expect((await start('$HYPRBOX token list', env).result).code).toBe(0);
      expect(proxy.passed.length).toBeGreaterThan(0);
      const before = proxy.passed.length;
      const exempt = { ...env, NO_PROXY: '127.0.0.0/8' };
      expect((await start('$HYPRBOX token list', exempt).result).code).toBe(0);
      expect([proxy.passed.length, server.sent('GET /tokens').length]).toEqual([before, 2]);
    });

    it('shows no password: not of a wrong value, nor of a proxy that refuses it', async () => {
      const wrong = await start('$HYPRBOX token list', { ...secure(), HTTPS_PROXY: 'socks5://ada:p4ss@x:1' }).result;
      expect([wrong.code, wrong.err.includes('HTTPS_PROXY')]).toEqual([2, true]);
      proxy.authorization = 'Basic other';
      const refused = await start('$HYPRBOX token list', { ...secure(), HTTPS_PROXY: `ada:p4ss@${proxy.host}` }).result;
      expect([refused.code, refused.err.includes('407')]).toEqual([5, true]);
      expect(wrong.err + refused.err).not.toContain('p4ss');
    });
  });

  it('trusts the authorities of the system, and says what to do about others', async () => {
    const tls = await TestTls.start(directory, Number(new URL(server.url).port));
    server.json('GET /tokens', { items: [], nextCursor: null });
    const address = { HYPRBOX_API_URL: `https://${tls.host}` };
    const known = await start('$HYPRBOX token list', { ...address, SSL_CERT_FILE: tls.authority }).result;
    const unknown = await start('$HYPRBOX token list', address).result;
    await tls.stop();
    expect([known.code, known.err]).toEqual([0, expect.not.stringContaining('Error')]);
    expect([unknown.code, unknown.err.includes('NODE_EXTRA_CA_CERTS')]).toEqual([5, true]);
  });

  it('ends with its exit codes', async () => {
    expect((await start('$HYPRBOX nonsense').result).code).toBe(2);
    expect((await start('$HYPRBOX job show nope').result).code).toBe(4);
    expect((await start('HYPRBOX_API_TOKEN= $HYPRBOX status').result).code).toBe(3);
  });

  it('is quiet when `head` has seen enough', async () => {
    server.json('GET /nodes', {
      items: Array.from({ length: 5000 }, (_, index) => aNode({ id: `n-${index}` })),
      nextCursor: null,
    });
    const { out, err } = await start('$HYPRBOX node list --json | head -c 20').result;
    expect([out.length, err]).toEqual([20, '']);
  });

  it('stops following at SIGINT, and leaves the job alone', async () => {
    server.json(`GET /jobs/${jobId}`, aJob({ status: 'RUNNING' }));
    const frames = [frame('stdout', { offset: 0, data: 'one\n' })];
    server.on(`GET /jobs/${jobId}/stream`, (_request, response) => sendEvents(response, frames, 'stay'));
    const { child, result } = start(`exec $HYPRBOX job logs ${jobId} --follow`);
    child.stdout.once('data', () => child.kill('SIGINT'));
    const { code, out, err } = await result;
    expect([code, out, err.includes('goes on')]).toEqual([130, 'one\n', true]);
  });
});
