import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
      alias: {
        '@hyprbox/contracts': inRoot('libs/contracts/src/index.ts'),
        '@hyprbox/api-client': inRoot('libs/api-client/src/index.ts'),
      },
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

  function start(command: string) {
    const env = {
      PATH: process.env['PATH'],
      HOME: directory,
      HYPRBOX_API_URL: server.url,
      HYPRBOX_API_TOKEN: 'user-token',
      HYPRBOX: `${process.execPath} ${program}`,
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

  it('reads YAML from a pipe', async () => {
    server.json('POST /backups/policies', aPolicy(), 201);
    const policy = '{ repository: /r, passwordRef: "env:P", paths: [/etc], schedule: "0 2 * * *", tag: web }';
    const { code, out, err } = await start(`echo '${policy}' | $HYPRBOX backup policy create etc --file -`).result;
    expect([code, out, err]).toEqual([0, `${policyId}\n`, '']);
    expect(server.sent('POST /backups/policies')[0]?.body).toMatchObject({ name: 'etc', tag: 'web', paths: ['/etc'] });
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
