import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AgentWorld } from './testing/agent-world.js';
import { useAgentWorld } from './testing/agent-world.js';
import { outputOf } from './testing/received-execution.js';

let world: AgentWorld;

useAgentWorld((fresh) => {
  world = fresh;
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('the output of a script', { timeout: 60_000 }, () => {
  it('arrives with both streams and the exit code', async () => {
    await world.ready();
    const job = world.server.queue('echo out; echo err >&2; exit 3');
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 3, stdoutBytes: 4, stderrBytes: 4 });
    expect(outputOf(job, 'stdout').toString()).toBe('out\n');
    expect(outputOf(job, 'stderr').toString()).toBe('err\n');
  });

  it('keeps every byte of binary output without a final newline', async () => {
    await world.ready();
    const bytes = randomBytes(3_000_001);
    const file = join(world.directory, 'bytes');
    writeFileSync(file, bytes);
    const job = world.server.queue(`cat '${file}'; printf 'ü€😀\\0\\1\\xff\\xf0\\x9f' >&2`);
    await world.server.completion(job);
    expect(sha256(outputOf(job, 'stdout'))).toBe(sha256(bytes));
    expect(outputOf(job, 'stderr')).toEqual(
      Buffer.concat([Buffer.from('ü€😀\0\x01'), Buffer.from([0xff, 0xf0, 0x9f])]),
    );
  });

  it('is complete for 60 MB of text, and leaves nothing behind', async () => {
    const agent = await world.ready();
    const job = world.server.queue('seq 1 8000000 | tee >(sha256sum >&2)');
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 0, stdoutBytes: 62_888_896 });
    expect(outputOf(job, 'stderr').toString()).toContain(sha256(outputOf(job, 'stdout')));
    await agent.kill('SIGTERM');
    expect(readdirSync(join(world.stateDirectory, 'executions'))).toEqual([]);
  });

  it('can be opened by name, as with a pipe of a shell', async () => {
    await world.ready();
    const job = world.server.queue('echo a | tee /dev/stderr; echo b > /proc/self/fd/1');
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 0 });
    expect(outputOf(job, 'stdout').toString()).toBe('a\nb\n');
    expect(outputOf(job, 'stderr').toString()).toBe('a\n');
  });

  it('keeps the order in which the streams were written', async () => {
    await world.ready();
    const job = world.server.queue('for i in 1 2 3; do echo $i; sleep 0.1; echo $i >&2; sleep 0.1; done');
    await world.server.completion(job);
    expect(job.order).toEqual(['stdout', 'stderr', 'stdout', 'stderr', 'stdout', 'stderr']);
  });

  it('is shown while the script still runs', async () => {
    await world.ready();
    const fifo = join(world.directory, 'go');
    const job = world.server.queue(`mkfifo '${fifo}'; echo ready; read -r line < '${fifo}'; echo "$line"`);
    await world.server.until(() => outputOf(job, 'stdout').toString() === 'ready\n');
    expect(job.completed).toBeNull();
    writeFileSync(fifo, 'go on\n');
    await world.server.completion(job);
    expect(outputOf(job, 'stdout').toString()).toBe('ready\ngo on\n');
  });

  it('is stored once when the answers to deliveries are lost', async () => {
    await world.ready();
    for (let lost = 0; lost < 3; lost += 1) world.server.failNext('output', { kind: 'drop answer' });
    const job = world.server.queue('seq 1 200000');
    await world.server.completion(job);
    expect(outputOf(job, 'stdout').toString()).toBe(`${Array.from({ length: 200_000 }, (_, i) => i + 1).join('\n')}\n`);
    expect(job.deliveries).toBeGreaterThan(3);
  });

  it('goes on from where the server says it stands', async () => {
    await world.ready();
    const gap = { attempt: 1, stdout: 0, stderr: 0 };
    const job = world.server.queue('echo first; sleep 0.3; echo second');
    await world.server.until(() => job.stored.stdout === 6);
    job.output.stdout.length = 0;
    job.stored.stdout = 0;
    world.server.failNext('output', { kind: 'answer', status: 409, body: { code: 'OUTPUT_GAP', expected: gap } });
    await world.server.completion(job);
    expect(outputOf(job, 'stdout').toString()).toBe('first\nsecond\n');
  });

  it('survives a server that is away while the script runs and ends', async () => {
    await world.ready();
    world.server.failAlways('output', { kind: 'answer', status: 503, headers: { 'retry-after': '1' } });
    const job = world.server.queue('seq 1 300000; exit 7');
    await world.server.until(() => world.server.requests.filter(({ route }) => route === 'output').length >= 2);
    world.server.failAlways('output', null);
    world.server.failNext('complete', { kind: 'answer', status: 500 });
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 7, stdoutBytes: 1_988_895 });
    expect(job.stored.stdout).toBe(1_988_895);
  });

  it('is not sent again when the attempt is given up: the script is ended', async () => {
    const agent = await world.ready();
    const job = world.server.queue('echo started; sleep 1000');
    await world.server.until(() => job.stored.stdout > 0);
    job.claimed.attempt = 2;
    job.cancel = true;
    world.server.order({ id: job.claimed.id, attempt: 1 });
    await agent.said(/no longer this agent's/);
    expect(job.completed).toBeNull();
  });
});
