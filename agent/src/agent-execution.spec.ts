import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleAgent, testToken } from './testing/agent-process.js';
import { AgentWorld } from './testing/agent-world.js';
import type { ReceivedExecution } from './testing/fake-server.js';
import { outputOf } from './testing/fake-server.js';
import { isAlive } from './testing/living.js';

let bundle: Awaited<ReturnType<typeof bundleAgent>>;
let world: AgentWorld;

beforeAll(async () => {
  bundle = await bundleAgent();
});
afterAll(() => bundle.remove());
beforeEach(async () => {
  world = await AgentWorld.begin(bundle.program);
});
afterEach(() => world.end());

/** A script whose child and grandchild print their process ids and would live on. */
const family = 'sleep 1000 & echo $!; (sleep 1000 & echo $!; wait) & echo $!; echo $$; wait';

async function familyOf(job: ReceivedExecution): Promise<number[]> {
  const lines = (): string[] => outputOf(job, 'stdout').toString().split('\n').filter(Boolean);
  await world.server.until(() => lines().length === 4);
  return lines().map(Number);
}

describe('a claimed script', { timeout: 60_000 }, () => {
  it('is not run when it does not match its SHA-256', async () => {
    await world.ready();
    const marker = join(world.directory, 'ran');
    const job = world.server.queue(`touch '${marker}'; echo ran`, { scriptSha256: 'a'.repeat(64) });
    expect(await world.server.completion(job)).toMatchObject({
      exitCode: null,
      reason: 'INTERRUPTED',
      message: expect.stringContaining('SHA-256'),
    });
    expect(job.stored.stdout).toBe(0);
  });

  it('is not run when the journal cannot be written first', async () => {
    await world.ready();
    const id = randomUUID();
    writeFileSync(join(world.stateDirectory, 'executions', `${id}.1`), 'in the way');
    const job = world.server.queue('echo ran', { id });
    expect(await world.server.completion(job)).toMatchObject({
      reason: 'INTERRUPTED',
      stdoutBytes: 0,
      message: expect.stringContaining('state directory'),
    });
  });

  it('is ended with its whole process group when its time is up', async () => {
    await world.ready();
    const job = world.server.queue(family, { timeoutSeconds: 1 });
    const pids = await familyOf(job);
    expect(await world.server.completion(job)).toMatchObject({
      exitCode: null,
      signal: 'SIGTERM',
      reason: 'TIMEOUT',
    });
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('is ended by a cancel that comes with the held request, also when the agent is full', async () => {
    await world.ready({ HYPRBOX_CONCURRENCY: '1' });
    const job = world.server.queue(family);
    const pids = await familyOf(job);
    await world.server.until(() => world.server.pendingQueries.at(-1)?.get('capacity') === '0');
    expect(world.server.pendingQueries.at(-1)?.get('running')).toBe(job.claimed.id);
    world.server.order({ id: job.claimed.id, attempt: 1 });
    expect(await world.server.completion(job)).toMatchObject({ reason: 'CANCELLED' });
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('is ended by a cancel that comes with the receipt of its output', async () => {
    await world.ready();
    const job = world.server.queue('while :; do echo tick; sleep 0.05; done');
    await world.server.until(() => job.stored.stdout > 0);
    job.cancel = true;
    expect(await world.server.completion(job)).toMatchObject({ reason: 'CANCELLED' });
  });

  it('is not started when its cancel comes together with it', async () => {
    await world.ready();
    const job = world.server.queue('echo ran');
    world.server.order({ id: job.claimed.id, attempt: 1 });
    await world.server.completion(job);
    // Either the cancel was in time, or the script had ended by itself: never CANCELLED with its output.
    const cancelled = job.completed?.reason === 'CANCELLED';
    expect(cancelled ? job.completed?.stdoutBytes : job.completed?.exitCode).toBe(0);
  });

  it('does not wait for a process it left in the background, which is ended', async () => {
    await world.ready();
    const job = world.server.queue('sleep 1000 & echo $!');
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 0 });
    expect(isAlive(Number(outputOf(job, 'stdout').toString()))).toBe(false);
  });

  it('runs to its end although a child reads its standard input', async () => {
    await world.ready();
    const job = world.server.queue('main() {\n  cat\n  echo after\n}\nmain </dev/null\n');
    await world.server.completion(job);
    expect(outputOf(job, 'stdout').toString()).toBe('after\n');
  });

  it('sees nothing of the agent: no token, no configuration', async () => {
    await world.ready({ SOME_SECRET: 'of the agent', LC_ALL: 'C.UTF-8' });
    const job = world.server.queue('env; tr "\\0" "\\n" </proc/$PPID/cmdline');
    await world.server.completion(job);
    const text = outputOf(job, 'stdout').toString();
    expect(text).toContain('LC_ALL=C.UTF-8');
    expect(text).not.toContain(testToken);
    expect(text).not.toMatch(/HYPRBOX|SOME_SECRET/);
  });

  it('gets its secrets from the host, by environment variables', async () => {
    const file = join(world.directory, 'secret');
    writeFileSync(file, 'from file\n');
    await world.ready({ DB_PASSWORD: 'from env' });
    const secretRefs = { HYPRBOX_SECRET_A: 'env:DB_PASSWORD', HYPRBOX_SECRET_B: `file:${file}` };
    const job = world.server.queue('printf "%s|" "$HYPRBOX_SECRET_A" "$HYPRBOX_SECRET_B"', { secretRefs });
    await world.server.completion(job);
    expect(outputOf(job, 'stdout').toString()).toBe('from env|from file|');
  });

  it('is not run when a secret cannot be had; the message names the reference', async () => {
    await world.ready();
    const job = world.server.queue('echo ran', { secretRefs: { HYPRBOX_SECRET_KEY: 'env:NOT_SET' } });
    expect(await world.server.completion(job)).toMatchObject({
      reason: 'INTERRUPTED',
      exitCode: null,
      stdoutBytes: 0,
      message: expect.stringContaining('env:NOT_SET'),
    });
  });

  it('is run once when the answer that brought it was lost', async () => {
    await world.ready();
    const marker = join(world.directory, 'runs');
    // The request that is held now brings the first job; the answer to the next one, with the second, is lost.
    world.server.failNext('pending', { kind: 'drop answer' });
    const first = world.server.queue('true');
    await world.server.completion(first);
    const second = world.server.queue(`echo run >>'${marker}'; cat '${marker}'`);
    await world.server.completion(second);
    expect(outputOf(second, 'stdout').toString()).toBe('run\n');
  });

  it('runs beside others up to the concurrency, and the next starts when one ends', async () => {
    await world.ready({ HYPRBOX_CONCURRENCY: '2' });
    const waiting = [1, 2].map(() => world.server.queue('echo up; sleep 0.3'));
    const third = world.server.queue('echo third');
    await world.server.until(() => waiting.every((job) => job.stored.stdout > 0));
    expect(third.stored.stdout).toBe(0);
    await world.server.completion(third);
  });
});
