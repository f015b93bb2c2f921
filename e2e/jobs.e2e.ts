import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { Client } from '@hyprbox/api-client';
import { eventually, temporaryDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import { apply, becomes, bytesOf, ends, isAlive, runsIn, sha256 } from './support/jobs.js';
import { ServerProcess } from './support/server-process.js';

const nodeId = 'web-1';
const mebibyte = 1024 * 1024;

describe('jobs on a real host', () => {
  let server: ServerProcess;
  let client: Client;
  let agent: AgentProcess;
  let scratch: TemporaryDirectory;

  beforeAll(async () => {
    server = await ServerProcess.start();
    client = await server.signIn();
    agent = await AgentProcess.start({ client, nodeId, url: server.url });
    scratch = await temporaryDirectory();
  });

  afterAll(async () => {
    await agent[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await scratch.remove();
  });

  it('show each line as it is printed, until the exit code', async () => {
    const gate = `${scratch.path}/shown`;
    const id = await apply(client, nodeId, 'gate', { runs: `${scratch.path}/shown-runs`, gate });
    const seen: string[] = [];
    for await (const event of client.jobs.follow(id)) {
      if (event.type === 'stdout') seen.push(Buffer.from(event.bytes).toString());
      // The script can only go on once its first line has been seen here.
      if (seen.join('') === 'started\n') await writeFile(gate, '');
    }
    expect(seen.join('')).toBe('started\nfinished\n');
    const job = await client.jobs.get(id);
    expect([job.status, job.exitCode, job.attempt]).toEqual(['SUCCEEDED', 0, 1]);
  });

  it('print 100 MB: all of it is counted and the newest 4 MiB are kept, byte for byte', async () => {
    const lines = 12_500_000;
    const id = await apply(client, nodeId, 'print-bytes', { lines });
    const job = await ends(client, id, 110_000);
    const total = sequenceBytes(lines);
    expect(total).toBeGreaterThan(100_000_000);
    expect([job.status, job.stdoutBytes, job.stdoutDroppedBytes, job.stderr]).toEqual([
      'SUCCEEDED',
      total,
      total - 4 * mebibyte,
      `printed ${lines} lines\n`,
    ]);
    const kept = (await bytesOf(client, id, 'stdout')).toString();
    expect(kept.length).toBe(4 * mebibyte);
    const whole = kept
      .slice(kept.indexOf('\n') + 1)
      .trimEnd()
      .split('\n')
      .map(Number);
    const first = lines - whole.length + 1;
    expect(whole.every((line, index) => line === first + index)).toBe(true);
  });

  it('print binary without a newline', async () => {
    const file = `${scratch.path}/binary`;
    const bytes = Buffer.concat([randomBytes(3 * mebibyte), Buffer.from([0xe2, 0x82])]);
    await writeFile(file, bytes);
    const id = await apply(client, nodeId, 'print-binary', { file });
    await becomes(client, id, 'SUCCEEDED');
    expect(sha256(await bytesOf(client, id, 'stdout'))).toBe(sha256(bytes));
  });

  it('end although a child in the background keeps the output open, and take it along', async () => {
    const pidFile = `${scratch.path}/background`;
    const id = await apply(client, nodeId, 'background-child', { pid_file: pidFile });
    const job = await becomes(client, id, 'SUCCEEDED');
    expect(job.stdout).toBe('the script ends\n');
    const pid = Number(await readFile(pidFile, 'utf8'));
    await eventually(() => !isAlive(pid));
  });

  it('lose nothing to a child that reads standard input', async () => {
    const id = await apply(client, nodeId, 'stdin-child');
    const job = await becomes(client, id, 'SUCCEEDED');
    expect(job.stdout).toBe('before\nafter, having read 0 bytes\n');
  });

  it('are cancelled with everything they started', async () => {
    const pidFile = `${scratch.path}/stubborn`;
    const id = await apply(client, nodeId, 'stubborn', { pid_file: pidFile });
    const pid = await eventually(async () => Number(await readFile(pidFile, 'utf8')) || undefined, {
      timeoutMs: 20_000,
    });
    await client.jobs.cancel(id);
    const job = await becomes(client, id, 'CANCELLED', 20_000);
    expect(job.reason).toBe('CANCELLED');
    expect(isAlive(pid)).toBe(false);
  });

  it('run out of time with everything they started', async () => {
    const pidFile = `${scratch.path}/late`;
    const { id } = await client.jobs.create({
      nodeId,
      preset: 'stubborn',
      variables: { pid_file: pidFile },
      timeoutSeconds: 1,
    });
    const job = await ends(client, id, 30_000);
    expect([job.status, job.reason]).toEqual(['FAILED', 'TIMEOUT']);
    expect(isAlive(Number(await readFile(pidFile, 'utf8')))).toBe(false);
  });

  it('do not see the agent’s token', async () => {
    const id = await apply(client, nodeId, 'print-binary', { file: '/proc/self/environ' });
    const job = await becomes(client, id, 'SUCCEEDED');
    expect(job.stdout).not.toMatch(/HYPRBOX_(?!JOB=)/);
    expect(job.stdout).not.toContain('hbnt_');
    const commandLine = await readFile(`/proc/${agent.process.pid}/cmdline`, 'utf8');
    expect(commandLine).not.toContain('hbnt_');
  });

  it('get a secret from the host, and nobody else does', async () => {
    const file = `${scratch.path}/secret`;
    await writeFile(file, 'correct horse\n', { mode: 0o600 });
    const id = await apply(client, nodeId, 'show-secret', { secret: `file:${file}` });
    const job = await becomes(client, id, 'SUCCEEDED');
    expect(job.stdout).toBe('length 13\n0\n');
    expect(JSON.stringify(job)).not.toContain('correct horse');
  });

  it('end with the name of a secret that is not there', async () => {
    const id = await apply(client, nodeId, 'show-secret', { secret: 'env:NOT_SET_HERE' });
    const job = await ends(client, id);
    expect([job.status, job.reason, job.stdout]).toEqual(['FAILED', 'INTERRUPTED', '']);
    expect(job.message).toContain('env:NOT_SET_HERE');
  });

  it('run once each when 20 agents claim from one queue', async () => {
    const shared = 'shared-1';
    const first = await AgentProcess.start({ client, nodeId: shared, url: server.url });
    const others = await Promise.all(
      Array.from({ length: 19 }, () =>
        AgentProcess.start({
          client,
          nodeId: shared,
          url: server.url,
          token: first.token,
          env: { HYPRBOX_INTERVAL: '60s' },
        }),
      ),
    );
    try {
      const runs = `${scratch.path}/shared-runs`;
      await writeFile(`${scratch.path}/open`, '');
      const ids = await Promise.all(
        Array.from({ length: 30 }, () => apply(client, shared, 'gate', { runs, gate: `${scratch.path}/open` })),
      );
      for (const id of ids) {
        const job = await becomes(client, id, 'SUCCEEDED');
        expect(job.attempt).toBe(1);
      }
      expect(await runsIn(runs)).toBe(30);
    } finally {
      await Promise.all([first, ...others].map((each) => each[Symbol.asyncDispose]()));
    }
  });
});

/** The bytes that `seq 1 lines` prints. */
function sequenceBytes(lines: number): number {
  let bytes = 0;
  for (let digits = 1, from = 1; from <= lines; digits++, from *= 10) {
    bytes += (Math.min(lines, from * 10 - 1) - from + 1) * (digits + 1);
  }
  return bytes;
}
