import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aPreset, aVariable } from '../../test-support/builders.js';
import { FakeServer } from '../../test-support/fake-server.js';
import { CliRun, runCli } from '../../test-support/run-cli.js';
import type { CliResult } from '../../test-support/run-cli.js';

describe('hyprbox preset apply --target local', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    const path = process.env['PATH'] ?? '';
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token', PATH: path, DB_PASSWORD: 's3cret' };
    server.json('GET /presets/nginx', aPreset({ variables: [aVariable({ name: 'db_password', type: 'secretRef' })] }));
  });
  afterEach(() => server.stop());

  function render(script: string, sha256 = createHash('sha256').update(script).digest('hex')): void {
    server.json('POST /presets/nginx/render', { script, sha256, version: 3 });
  }
  const words = ['preset', 'apply', 'nginx', '--target=local'];
  const apply = (more: string[] = []): Promise<CliResult> => runCli([...words, ...more], { env });

  it('runs the script here and ends as it ends', async () => {
    render(`printf 'out\\377'; printf err >&2; exit 9`);
    const { code, stdout, err } = await apply();
    expect([code, stdout, err]).toEqual([9, Buffer.from([0x6f, 0x75, 0x74, 0xff]), 'err']);
  });

  it('gives the script the PATH of jobs, and not that of the shell', async () => {
    render('printf %s "$PATH"');
    env['PATH'] = `/tmp/planted:${env['PATH']}`;
    expect((await apply()).out).toBe('/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
    env['HYPRBOX_JOB_PATH'] = '/opt/tools/bin:/usr/bin:/bin';
    expect((await apply()).out).toBe('/opt/tools/bin:/usr/bin:/bin');
    env['HYPRBOX_JOB_PATH'] = '/usr/bin:bin';
    expect(await apply()).toMatchObject({ code: 2, out: '', err: expect.stringContaining('HYPRBOX_JOB_PATH') });
  });

  it('ends with 1 where only the outcome is wanted', async () => {
    render('exit 4');
    expect((await apply(['--exit-code', 'outcome'])).code).toBe(1);
  });

  it('gives the script its secret, and nothing of our own', async () => {
    render('echo "$HYPRBOX_SECRET_DB_PASSWORD"; env | grep -c "^HYPRBOX_API" || true');
    const { out } = await apply(['--set', 'db_password=env:DB_PASSWORD']);
    expect(out).toBe('s3cret\n0\n');
    expect(JSON.stringify(server.received.map(({ body }) => body))).not.toContain('s3cret');
  });

  it('reads a secret from a file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hyprbox-cli-'));
    await writeFile(join(directory, 'secret'), 'from file\n');
    render('printf "<%s>" "$HYPRBOX_SECRET_DB_PASSWORD"');
    const { out } = await apply(['--set', `db_password=file:${join(directory, 'secret')}`]);
    expect(out).toBe('<from file>');
    await rm(directory, { recursive: true });
  });

  it.each(['env:MISSING', 'file:/does/not/exist', 'env:HYPRBOX_API_TOKEN', 'plain text'])(
    'runs nothing with the secret reference %s',
    async (reference) => {
      render('echo ran');
      const { code, out } = await apply(['--set', `db_password=${reference}`]);
      expect([code, out]).toEqual([2, '']);
      expect(server.sent('POST /presets/nginx/render')).toHaveLength(0);
    },
  );

  it('runs nothing that is not what the server rendered', async () => {
    render('echo ran', 'f'.repeat(64));
    expect(await apply()).toMatchObject({ code: 1, out: '', err: expect.stringContaining('SHA-256') });
  });

  it('says it as a shell does when a signal ends the script', async () => {
    render('kill -KILL $$');
    expect((await apply()).code).toBe(137);
  });

  it('ends the script and its children when time is up', async () => {
    render('sleep 600 & echo started; wait');
    const { code, out } = await apply(['--timeout', '1s']);
    expect([code, out]).toEqual([124, 'started\n']);
  });

  it('ends the script and its children at Ctrl-C', async () => {
    render('sleep 600 & echo started; wait');
    const run = new CliRun(words, { env });
    await run.printed('started\n');
    run.interrupt();
    expect((await run.result).code).toBe(130);
  });

  it('gives lines of JSON', async () => {
    render('echo hi; exit 2');
    const { code, out } = await runCli([...words, '--json'], { env });
    expect(code).toBe(2);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { event: 'stdout', offset: 0, data: 'hi\n' },
      { event: 'done', exitCode: 2, reason: null },
    ]);
  });
});
