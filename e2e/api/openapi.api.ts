import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@hyprbox/api-client';
import { temporaryDirectory } from '@hyprbox/testing';
import { AgentProcess } from '../support/agent-process.js';
import { admin, ServerProcess } from '../support/server-process.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const tools = process.env['HYPRBOX_API_TOOLS'] ?? '';
const seconds = Number(process.env['HYPRBOX_API_TEST_SECONDS'] ?? 300);
/** Below what a user may send, so that answers are about what was asked. */
const callsPerMinute = 1100;
const outputBytesMax = 64 * 1024 * 1024;

interface Ended {
  code: number;
  output: string;
}

/** Runs one of the tools to its end. */
async function run(tool: string, words: string[], cwd: string, env: Record<string, string> = {}): Promise<Ended> {
  const path = `${tools}:${process.env['PATH'] ?? ''}`;
  const options = { cwd, env: { ...process.env, PATH: path, NO_COLOR: '1', ...env }, maxBuffer: outputBytesMax };
  try {
    const { stdout, stderr } = await promisify(execFile)(`${tools}/${tool}`, words, options);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error)) throw error;
    return { code: Number(error.code), output: `${String(error.stdout)}${String(error.stderr)}` };
  }
}

describe('the API as OpenAPI describes it', () => {
  const parts = new AsyncDisposableStack();
  let server: ServerProcess;
  let directory: string;
  let token: string;

  beforeAll(async () => {
    if (tools === '') throw new Error('Run it by `npm run test:api`, which installs what it needs.');
    server = parts.use(await ServerProcess.start());
    directory = parts.use(await temporaryDirectory()).path;
    ({ token } = await createClient({ baseUrl: server.url }).auth.login(admin));
    const client = createClient({ baseUrl: server.url, token });
    parts.use(await AgentProcess.start({ client, nodeId: 'web-1', url: server.url }));
    const described = await fetch(`${server.url}/api/openapi.json`);
    await writeFile(`${directory}/openapi.json`, await described.text());
  }, 120_000);
  afterAll(() => parts.disposeAsync());

  it('is valid', async () => {
    expect(await run('openapi-spec-validator', ['openapi.json'], directory)).toEqual({
      code: 0,
      output: expect.stringContaining('OK') as string,
    });
  });

  it('lets a client be generated that runs a job', async () => {
    const words = ['generate', '--path', 'openapi.json', '--output-path', 'client/hyprbox', '--meta', 'none'];
    await run('python', ['-c', 'import os; os.mkdir("client")'], directory);
    expect(await run('openapi-python-client', words, directory)).toMatchObject({ code: 0 });
    const env = { CLIENT_DIR: `${directory}/client`, API_URL: server.url, API_TOKEN: token };
    expect(await run('python', [here('run_job.py')], directory, env)).toEqual({
      code: 0,
      output: 'SUCCEEDED 0 on stdout: generated True\n',
    });
  });

  it(`holds, whatever schemathesis tries for ${seconds} s`, async () => {
    const { code, output } = await run(
      'schemathesis',
      [
        `--config-file=${here('schemathesis.toml')}`,
        'run',
        'openapi.json',
        `--url=${server.url}`,
        `--header=Authorization: Bearer ${token}`,
        `--max-time=${seconds}`,
        `--rate-limit=${callsPerMinute}/m`,
        '--request-timeout=30',
        '--continue-on-failure',
      ],
      directory,
    );
    if (code !== 0) console.log(output);
    expect(code).toBe(0);
  });
});
