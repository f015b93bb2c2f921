import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testToken } from './testing/agent-process.js';
import type { AgentWorld } from './testing/agent-world.js';
import { useAgentWorld } from './testing/agent-world.js';
import type { ReceivedExecution } from './testing/received-execution.js';
import { outputOf } from './testing/received-execution.js';
import { isAlive } from './testing/living.js';

let world: AgentWorld;

useAgentWorld((fresh) => {
  world = fresh;
});

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

  it('is ended by a cancel that comes with the long poll, also when the agent is full', async () => {
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

  it.each([
    ['by the agent itself', {}],
    ['by a keeper', { HYPRBOX_KEEP_JOBS_SECONDS: '600' }],
  ])('started %s is asked once to end, however often its receipts say cancel, and may clean up', async (_, keep) => {
    await world.ready(keep);
    const job = world.server.queue(`
      trap 'echo "TERM $((n += 1))"; for i in {1..20}; do echo "cleaning $i"; sleep 0.05; done; exit 7' TERM
      echo ready; while :; do sleep 0.05; done`);
    await world.server.until(() => job.stored.stdout > 0);
    job.cancel = true;
    world.server.order({ id: job.claimed.id, attempt: 1 });
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 7, reason: 'CANCELLED' });
    expect(job.deliveries).toBeGreaterThan(2);
    const cleaning = Array.from({ length: 20 }, (__, index) => `cleaning ${index + 1}`);
    expect(outputOf(job, 'stdout').toString().trimEnd().split('\n')).toEqual(['ready', 'TERM 1', ...cleaning]);
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
    expect(text.match(/^.*(?:HYPRBOX|SOME_SECRET).*$/gm)).toEqual([`HYPRBOX_JOB=${job.claimed.id}.1`]);
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

  it("is not run when a secret lies in the agent's own directories, or in the one that is closed to it", async () => {
    const closed = join(world.directory, 'data');
    mkdirSync(closed);
    writeFileSync(join(closed, 'jwt-secret'), 'hidden');
    symlinkSync(join(closed, 'jwt-secret'), join(world.directory, 'link'));
    await world.ready({ HYPRBOX_CLOSED_DIR: closed });
    for (const path of ['data/jwt-secret', 'link', 'data/../link', 'state/hyprnode.pid']) {
      const secretRefs = { HYPRBOX_SECRET_KEY: `file:${world.directory}/${path}` };
      const job = world.server.queue('echo "$HYPRBOX_SECRET_KEY"', { secretRefs });
      expect(await world.server.completion(job)).toMatchObject({
        exitCode: null,
        stdoutBytes: 0,
        message: expect.stringContaining('lies where the agent reads no secrets'),
      });
    }
  });

  it('is run once when the answer that brought it was lost', async () => {
    await world.ready();
    const marker = join(world.directory, 'runs');
    // The long poll that is open now brings the first job; the answer to the next one, with the second, is lost.
    world.server.failNext('pending', { kind: 'drop answer' });
    const first = world.server.queue('true');
    await world.server.completion(first);
    const second = world.server.queue(`echo run >>'${marker}'; cat '${marker}'`);
    await world.server.completion(second);
    expect(outputOf(second, 'stdout').toString()).toBe('run\n');
  });

  it('finds its programs in a fixed path, not in that of whoever started the agent', async () => {
    const planted = join(world.directory, 'bin');
    mkdirSync(planted);
    for (const name of ['bash', 'mkfifo', 'id']) {
      writeFileSync(join(planted, name), `#!/bin/sh\ntouch '${world.directory}/planted'\n`, { mode: 0o755 });
    }
    await world.ready({ PATH: `${planted}:${process.env.PATH}` });
    const job = world.server.queue('echo "$PATH"; id >&2');
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 0 });
    expect(outputOf(job, 'stdout').toString()).toBe('/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n');
    expect(existsSync(join(world.directory, 'planted'))).toBe(false);
  });

  it.each([
    ['a cancel', { timeoutSeconds: 60 }, 'CANCELLED'],
    ['its time limit', { timeoutSeconds: 1 }, 'TIMEOUT'],
  ])('is ended by %s together with what has left its session', async (_, more, reason) => {
    await world.ready();
    // Two forks and a session of its own, as a daemon does; deaf to TERM.
    const daemon = `setsid bash -c 'trap "" TERM; echo $$; exec sleep 1000' &`;
    const job = world.server.queue(`(${daemon}) ; sleep 1000`, more);
    await world.server.until(() => job.stored.stdout > 0);
    if (reason === 'CANCELLED') world.server.order({ id: job.claimed.id, attempt: 1 });
    expect(await world.server.completion(job)).toMatchObject({ reason });
    expect(isAlive(Number(outputOf(job, 'stdout').toString()))).toBe(false);
  });

  it('that ends by itself leaves the daemon that it has started', async () => {
    await world.ready();
    const job = world.server.queue(`setsid sleep 1000 >/dev/null 2>&1 </dev/null & echo $!`);
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 0 });
    const daemon = Number(outputOf(job, 'stdout').toString());
    expect(isAlive(daemon)).toBe(true);
    process.kill(daemon, 'SIGKILL');
  });

  it('is refused by name when the agent has no room for it', async () => {
    await world.ready({ HYPRBOX_CONCURRENCY: '2' });
    world.server.ignoresCapacity = true;
    const running = [1, 2].map(() => world.server.queue('echo up; sleep 1000'));
    await world.server.until(() => running.every((job) => job.stored.stdout > 0));
    const excess = Array.from({ length: 10 }, () => world.server.queue(`touch '${world.directory}/ran'`));
    for (const job of excess) {
      expect(await world.server.completion(job)).toMatchObject({
        exitCode: null,
        reason: 'INTERRUPTED',
        message: expect.stringContaining('2 at a time'),
      });
    }
    expect(existsSync(join(world.directory, 'ran'))).toBe(false);
    for (const { claimed } of running) world.server.order({ id: claimed.id, attempt: 1 });
    for (const job of running) await world.server.completion(job);
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
