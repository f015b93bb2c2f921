import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import type { Client } from '@hyprbox/api-client';
import { eventually, freePort, temporaryDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import { Cli } from './support/cli.js';
import { apply, becomes, isAlive, runsIn } from './support/jobs.js';
import { admin, ServerProcess } from './support/server-process.js';

const nodeId = 'web-1';
const followMs = 30_000;

describe('the command line', () => {
  let server: ServerProcess;
  let client: Client;
  let agent: AgentProcess;
  let scratch: TemporaryDirectory;
  let cli: Cli;

  beforeAll(async () => {
    server = await ServerProcess.start();
    client = await server.signIn();
    agent = await AgentProcess.start({ client, nodeId, url: server.url });
    scratch = await temporaryDirectory();
    cli = await Cli.install({ LOCAL_WORD: 'correct horse', HYPRBOX_CANARY: 'not for scripts' });
    const login = ['login', '--api-url', server.url, '--email', admin.email, '--password-stdin'];
    const { code, out, err } = await cli.run(login, `${admin.password}\n`);
    expect([code, out, err]).toEqual([0, '', `Signed in to ${server.url} as ${admin.email} (admin).\n`]);
  });

  afterAll(async () => {
    await cli[Symbol.asyncDispose]();
    await agent[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await scratch.remove();
  });

  it('remembers who signed in, for its owner only', async () => {
    const { mode } = await stat(`${cli.configDir}/hyprbox/config.json`);
    expect(mode & 0o777).toBe(0o600);
  });

  it('says who is not signed in, and what to do', async () => {
    await using stranger = await Cli.install({ HYPRBOX_API_URL: server.url });
    const { code, out, err } = await stranger.run(['status']);
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain('hyprbox login');
  });

  it('says that a password was wrong, and remembers nothing', async () => {
    await using stranger = await Cli.install({ HYPRBOX_API_URL: server.url });
    const { code } = await stranger.run(['login', '--email', admin.email, '--password-stdin'], 'wrong password\n');
    expect(code).toBe(3);
    await expect(stat(`${stranger.configDir}/hyprbox/config.json`)).rejects.toThrow('ENOENT');
  });

  it('tells a server that is not there from everything else', async () => {
    const { code, err } = await cli.run([
      'status',
      '--api-url',
      `http://127.0.0.1:${await freePort()}`,
      '--token',
      'x',
    ]);
    expect(code).toBe(5);
    expect(err).toMatch(/cannot be reached|refused/);
  });

  it('shows the fleet to people and to programs', async () => {
    const text = await cli.run(['status']);
    expect([text.code, text.err]).toEqual([0, '']);
    expect(text.out).toMatch(/^NODE +STATUS +CPU +MEM +DISK/);
    expect(text.out).toMatch(/^web-1 +(ONLINE|WARNING|CRITICAL) /m);
    expect(text.out).toMatch(/^1 node: 1 (online|warning|critical)$/m);

    const { code, out, err } = await cli.run(['status', '--json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      items: [{ id: nodeId, metrics: { cpuPct: expect.any(Number) as number } }],
      summary: { total: 1 },
    });
  });

  it('previews the exact bytes that a job runs', async () => {
    const hostile = `it's "$(id)" \`id\``;
    const preview = await cli.run(['preset', 'preview', 'exit-with', '--set', 'code=0', '--set', `word=${hostile}`]);
    const { id } = await client.jobs.create({ nodeId, preset: 'exit-with', variables: { code: 0, word: hostile } });
    const job = await becomes(client, id, 'SUCCEEDED');
    expect([preview.code, preview.out]).toEqual([0, job.script]);
    expect(job.stdout).toBe(`on stdout: ${hostile}\n`);
  });

  it('names each variable that is missing or wrong', async () => {
    const { code, out, err } = await cli.run(['preset', 'preview', 'exit-with', '--set', 'code=many']);
    expect([code === 0, out]).toEqual([false, '']);
    expect(err).toContain('code');
  });

  it('follows a job and ends as its script did', async () => {
    const { code, out, err } = await cli.run([
      ...['preset', 'apply', 'exit-with', '--node', nodeId, '--set', 'code=3', '--set', 'word=hello', '--follow'],
    ]);
    expect([code, out]).toEqual([3, 'on stdout: hello\n']);
    expect(err).toMatch(new RegExp(`^Job \\S+ is queued on ${nodeId}\\.\non stderr\n$`));
  });

  it('shows a line before the job ends', async () => {
    const gate = `${scratch.path}/shown`;
    await using follower = await cli.start([...applyGate(gate), '--follow']);
    await follower.waitForOutput('started\n');
    await writeFile(gate, '');
    expect(await follower.waitForEnd(followMs)).toEqual({ code: 0, signal: null });
    expect(follower.stdout).toBe('started\nfinished\n');
    expect(follower.stderr).toMatch(/^Job \S+ is queued on \S+\.\n$/);
  });

  it('keeps following when the server is killed and comes back', async () => {
    const gate = `${scratch.path}/survived`;
    await using follower = await cli.start([...applyGate(gate), '--follow']);
    await follower.waitForOutput('started\n');
    await server.kill();
    await server.start();
    await writeFile(gate, '');
    expect(await follower.waitForEnd(followMs)).toEqual({ code: 0, signal: null });
    expect(follower.stdout).toBe('started\nfinished\n');
    expect(await runsIn(`${gate}-runs`)).toBe(1);
  });

  it('stops following at Ctrl-C and leaves the job alone', async () => {
    const gate = `${scratch.path}/left`;
    await using follower = await cli.start([...applyGate(gate), '--follow']);
    await follower.waitForOutput('started\n');
    follower.signal('SIGINT');
    expect(await follower.waitForEnd(followMs)).toEqual({ code: 130, signal: null });
    const [, id = ''] = /hyprbox job cancel (\S+)/.exec(follower.stderr) ?? [];
    expect((await client.jobs.get(id)).status).toBe('RUNNING');
    await writeFile(gate, '');
    await becomes(client, id, 'SUCCEEDED');
  });

  it('prints binary output byte for byte', async () => {
    const file = `${scratch.path}/binary`;
    const bytes = Buffer.concat([randomBytes(300_000), Buffer.from([0xe2, 0x82])]);
    await writeFile(file, bytes);
    const id = await apply(client, nodeId, 'print-binary', { file });
    await becomes(client, id, 'SUCCEEDED');
    for (const words of [
      ['job', 'logs', id],
      ['job', 'logs', id, '--follow'],
    ]) {
      const { code, stdout } = await cli.run(words);
      expect([code, stdout.equals(bytes)]).toEqual([0, true]);
    }
  });

  it('cancels a job with everything it started', async () => {
    const pidFile = `${scratch.path}/pid`;
    const queued = await cli.run(['preset', 'apply', 'stubborn', '--node', nodeId, '--set', `pid_file=${pidFile}`]);
    const id = queued.out.trim();
    const pid = await eventually(async () => Number(await readFile(pidFile, 'utf8')) || undefined, {
      timeoutMs: followMs,
    });
    await using follower = await cli.start(['job', 'logs', id, '--follow']);
    expect((await cli.run(['job', 'cancel', id])).code).toBe(0);
    expect(await follower.waitForEnd(followMs)).toEqual({ code: 130, signal: null });
    expect(isAlive(pid)).toBe(false);
    const again = await cli.run(['job', 'cancel', id]);
    expect(again.code).toBe(1);
    expect(again.err).not.toBe('');
  });

  it('runs a preset here, with secrets of here and nothing of its own', async () => {
    const here = ['preset', 'apply', '--target', 'local'];
    const failed = await cli.run([...here, 'exit-with', '--set', 'code=4', '--set', 'word=here']);
    expect([failed.code, failed.out, failed.err]).toEqual([4, 'on stdout: here\n', 'on stderr\n']);
    const secret = await cli.run([...here, 'show-secret', '--set', 'secret=env:LOCAL_WORD']);
    expect([secret.code, secret.out]).toEqual([0, 'length 13\n0\n']);
    const environment = await cli.run([...here, 'print-binary', '--set', 'file=/proc/self/environ']);
    expect(environment.out).toContain('PATH=');
    expect(environment.out).not.toContain('HYPRBOX_');
  });

  it('finds no node and no job that are not there', async () => {
    const node = await cli.run(['preset', 'apply', 'exit-with', '--node', 'nowhere', '--set', 'code=0']);
    const job = await cli.run(['job', 'logs', '0198c0de-0000-7000-8000-000000000001']);
    expect([node.code, job.code]).toEqual([4, 4]);
    expect(node.err).toMatch(/no such node.*hyprbox node list/s);
  });

  it('forgets the session at sign-out, here and at the server', async () => {
    await using other = await Cli.install({ HYPRBOX_API_URL: server.url });
    await other.run(['login', '--email', admin.email, '--password-stdin'], admin.password);
    const saved = JSON.parse(await readFile(`${other.configDir}/hyprbox/config.json`, 'utf8')) as { token: string };
    expect((await other.run(['logout'])).code).toBe(0);
    expect((await other.run(['status'])).code).toBe(3);
    expect((await other.run(['status', '--token', saved.token])).code).toBe(3);
  });

  function applyGate(gate: string): string[] {
    return [
      ...['preset', 'apply', 'gate', '--node', nodeId],
      ...['--set', `gate=${gate}`, '--set', `runs=${gate}-runs`],
    ];
  }
});
