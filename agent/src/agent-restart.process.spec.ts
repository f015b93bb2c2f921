import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '@hyprbox/testing';
import { readProcess } from './host/process-table.js';
import type { AgentProcess } from './testing/agent-process.js';
import type { AgentWorld } from './testing/agent-world.js';
import { keepingJobs, useAgentWorld } from './testing/agent-world.js';
import type { ReceivedExecution } from './testing/received-execution.js';
import { outputOf } from './testing/received-execution.js';
import { isAlive } from './testing/living.js';

let world: AgentWorld;

useAgentWorld((fresh) => {
  world = fresh;
});

const textOf = (job: ReceivedExecution): string => outputOf(job, 'stdout').toString();

/** A script that prints its process id, waits for a line in the gate, and goes on. */
function gated(more: string): { script: string; open: () => void } {
  const gate = join(world.directory, `gate-${Math.random()}`);
  return {
    script: `mkfifo '${gate}'; echo $$; read -r _ <'${gate}'; ${more}`,
    open: () => writeFileSync(gate, '\n'),
  };
}

async function stopped(agent: AgentProcess): Promise<void> {
  expect(await agent.kill('SIGTERM')).toEqual({ code: 0, signal: null });
}

function journalOf(job: ReceivedExecution): string {
  return join(world.stateDirectory, 'executions', `${job.claimed.id}.1`, 'journal.jsonl');
}

const keeperOf = (pid: number): number => readProcess(pid)?.parent ?? 0;

describe('a job that runs while the agent is started again', { timeout: 60_000 }, () => {
  it('goes on, loses and repeats no byte, and its exit is the real one', async () => {
    const agent = await world.ready(keepingJobs);
    const stop = join(world.directory, 'stop');
    const job = world.server.queue(
      `i=0; until [[ -e '${stop}' ]]; do i=$((i + 1)); echo "$i"; echo "$i" >&2; done; exit 7`,
    );
    await world.server.until(() => job.stored.stdout > 100_000);
    await stopped(agent);
    const before = job.stored.stdout;
    const next = await world.ready(keepingJobs);
    await next.said(/is gone on with/);
    await world.server.until(() => job.stored.stdout > before + 500_000);
    writeFileSync(stop, '');
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 7 });
    expect(job.completed?.reason).toBeUndefined();
    const last = Number(textOf(job).trimEnd().split('\n').at(-1));
    const expected = Array.from({ length: last }, (_, index) => `${index + 1}\n`).join('');
    expect(textOf(job) === expected).toBe(true);
    expect(outputOf(job, 'stderr').toString() === expected).toBe(true);
  });

  it('is named as carried by the next agent from its first heartbeat on', async () => {
    const agent = await world.ready(keepingJobs);
    const { script, open } = gated('true');
    const job = world.server.queue(script);
    await world.firstNumber(job);
    await stopped(agent);
    const beats = world.server.heartbeats.length;
    await world.ready(keepingJobs);
    expect(world.server.heartbeats[beats]?.running).toEqual([job.claimed.id]);
    open();
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['exit 0', { exitCode: 0, signal: null }],
    ['echo late; exit 137', { exitCode: 137, signal: null }],
    ['kill -KILL $$', { exitCode: null, signal: 'SIGKILL' }],
  ])('and ends by "%s" while there is no agent, is reported with that end', async (ending, expected) => {
    const agent = await world.ready(keepingJobs);
    const { script, open } = gated(ending);
    const job = world.server.queue(script);
    const pid = await world.firstNumber(job);
    const keeper = keeperOf(pid);
    await stopped(agent);
    open();
    await eventually(() => !isAlive(pid));
    expect(isAlive(keeper)).toBe(true);
    await world.ready(keepingJobs);
    expect(await world.server.completion(job)).toMatchObject(expected);
    expect(job.completed?.reason).toBeUndefined();
    expect(textOf(job)).toBe(`${pid}\n${ending.startsWith('echo') ? 'late\n' : ''}`);
    await eventually(() => !isAlive(keeper));
  });

  it('is ended by a cancel afterwards, with what has left its session', async () => {
    const agent = await world.ready(keepingJobs);
    const job = world.server.queue('echo $$; (setsid sleep 1000 & echo $!); sleep 1000');
    await world.server.until(() => textOf(job).split('\n').length > 2);
    const pids = textOf(job).trim().split('\n').map(Number);
    const keeper = keeperOf(pids[0] ?? 0);
    await stopped(agent);
    await world.ready(keepingJobs);
    world.server.order({ id: job.claimed.id, attempt: 1 });
    expect(await world.server.completion(job)).toMatchObject({ reason: 'CANCELLED', signal: 'SIGTERM' });
    expect(pids.filter(isAlive)).toEqual([]);
    await eventually(() => !isAlive(keeper));
  });

  it('is ended by its time limit, which counts from its start', async () => {
    const agent = await world.ready(keepingJobs);
    const job = world.server.queue('echo $$; sleep 1000', { timeoutSeconds: 6 });
    await world.firstNumber(job);
    await stopped(agent);
    const next = await world.ready(keepingJobs);
    await next.said(/is gone on with/);
    const deadlines = readFileSync(journalOf(job), 'utf8').match(/"deadline":[0-9.]+/g);
    expect(deadlines).toHaveLength(2);
    expect(new Set(deadlines).size).toBe(1);
    expect(await world.server.completion(job)).toMatchObject({ reason: 'TIMEOUT', signal: 'SIGTERM' });
  });

  it.each([
    ['its time limit', { timeoutSeconds: 2 }, '600', { reason: 'TIMEOUT' }],
    ['the want of an agent', {}, '1', { reason: 'INTERRUPTED', message: expect.stringContaining('within 1 s') }],
  ])('is ended by %s also while there is no agent', async (_, more, seconds, expected) => {
    const agent = await world.ready({ ...keepingJobs, HYPRBOX_KEEP_JOBS_SECONDS: seconds });
    const job = world.server.queue('echo $$; (setsid sleep 1000 & echo $!); sleep 1000', more);
    await world.server.until(() => textOf(job).split('\n').length > 2);
    const pids = textOf(job).trim().split('\n').map(Number);
    await stopped(agent);
    await eventually(() => pids.filter(isAlive).length === 0, { timeoutMs: 20_000 });
    await world.ready(keepingJobs);
    expect(await world.server.completion(job)).toMatchObject({ exitCode: null, signal: 'SIGTERM', ...expected });
  });

  it('is asked once to end, also when an agent comes while it cleans up', async () => {
    const agent = await world.ready(keepingJobs);
    const gate = join(world.directory, 'gate');
    const asked = join(world.directory, 'asked');
    const job = world.server.queue(
      `mkfifo '${gate}'; trap 'echo TERM; touch "${asked}"; read -r _ <"${gate}"; echo cleaned; exit 7' TERM
      echo $$; while :; do sleep 0.05; done`,
      { timeoutSeconds: 3 },
    );
    const pid = await world.firstNumber(job);
    await stopped(agent);
    await eventually(() => existsSync(asked), { timeoutMs: 20_000 });
    const next = await world.ready(keepingJobs);
    await next.said(/is gone on with/);
    job.cancel = true;
    world.server.order({ id: job.claimed.id, attempt: 1 });
    writeFileSync(gate, '\n');
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 7, reason: 'TIMEOUT' });
    expect(textOf(job)).toBe(`${pid}\nTERM\ncleaned\n`);
  });

  it('is INTERRUPTED when its keeper was ended, and nothing of it lives on', async () => {
    const agent = await world.ready(keepingJobs);
    const job = world.server.queue('echo $$; sleep 1000');
    const pid = await world.firstNumber(job);
    await stopped(agent);
    process.kill(keeperOf(pid), 'SIGKILL');
    await world.ready(keepingJobs);
    const completed = await world.server.completion(job);
    const message = 'How it ended cannot be told: when the next agent came, its keeper was gone.';
    expect(completed).toMatchObject({ exitCode: null, reason: 'INTERRUPTED', message });
    expect(isAlive(pid)).toBe(false);
  });

  it('is INTERRUPTED when its keeper is ended under a running agent', async () => {
    await world.ready(keepingJobs);
    const job = world.server.queue('echo $$; sleep 1000');
    const pid = await world.firstNumber(job);
    process.kill(keeperOf(pid), 'SIGKILL');
    expect(await world.server.completion(job)).toMatchObject({ exitCode: null, reason: 'INTERRUPTED' });
    expect(isAlive(pid)).toBe(false);
  });

  it.each([
    ['on another machine, or after a start of this one', { bootId: '00000000-0000-0000-0000-000000000000' }],
    ['when another process has the number of its keeper', { pid: process.pid }],
    ['when its keeper is that of another job', { swap: true }],
  ])('is INTERRUPTED %s', async (_, change) => {
    const agent = await world.ready(keepingJobs);
    const { script, open } = gated('exit 0');
    const job = world.server.queue(script);
    const other = world.server.queue('echo $$; sleep 1000');
    const pid = await world.firstNumber(job);
    const otherPid = await world.firstNumber(other);
    // On another machine there would be none.
    const keepers = [keeperOf(pid), keeperOf(otherPid)];
    await stopped(agent);
    const lines = readFileSync(journalOf(job), 'utf8').split('\n');
    const swapped = readFileSync(journalOf(other), 'utf8').split('\n').find(isStarted);
    const changed = lines.map((line) => {
      if (!isStarted(line)) return line;
      return 'swap' in change ? swapped : JSON.stringify({ ...JSON.parse(line), ...change });
    });
    writeFileSync(journalOf(job), changed.join('\n'));
    await world.ready(keepingJobs);
    expect(await world.server.completion(job)).toMatchObject({ exitCode: null, reason: 'INTERRUPTED' });
    expect(isAlive(process.pid)).toBe(true);
    if (isAlive(pid)) open();
    if (isAlive(otherPid)) world.server.order({ id: other.claimed.id, attempt: 1 });
    await world.server.completion(other);
    for (const keeper of keepers.filter(isAlive)) process.kill(keeper, 'SIGKILL');
  });

  it('goes on beside 19 others, through two restarts', async () => {
    const many = { ...keepingJobs, HYPRBOX_CONCURRENCY: '20' };
    let agent = await world.ready(many);
    const gates = Array.from({ length: 20 }, (_, index) => gated(`echo end ${index}; exit ${index}`));
    const jobs = gates.map(({ script }) => world.server.queue(script));
    await world.server.until(() => jobs.every((job) => job.stored.stdout > 0));
    for (let restart = 0; restart < 2; restart += 1) {
      await stopped(agent);
      agent = await world.ready(many);
      expect(world.server.pendingQueries.at(-1)?.get('capacity')).toBe('0');
    }
    for (const { open } of gates) open();
    for (const [index, job] of jobs.entries()) {
      expect(await world.server.completion(job)).toMatchObject({ exitCode: index });
      expect(textOf(job)).toMatch(new RegExp(`^\\d+\\nend ${index}\\n$`));
    }
    await eventually(() => readdirSync(join(world.stateDirectory, 'executions')).length === 0);
  });

  it('is ended by INT, as is whatever the agent may not leave', async () => {
    const agent = await world.ready(keepingJobs);
    const job = world.server.queue('echo $$; sleep 1000');
    const pid = await world.firstNumber(job);
    const keeper = keeperOf(pid);
    expect(await agent.kill('SIGINT')).toEqual({ code: 0, signal: null });
    expect(job.completed).toMatchObject({ reason: 'INTERRUPTED', signal: 'SIGTERM' });
    expect(isAlive(pid)).toBe(false);
    await eventually(() => !isAlive(keeper));
  });

  it('is INTERRUPTED after a crash of the agent, and nothing of it lives on', async () => {
    const agent = await world.ready(keepingJobs);
    const job = world.server.queue('echo $$; sleep 1000');
    const pid = await world.firstNumber(job);
    const keeper = keeperOf(pid);
    await agent.said(/started as process/);
    await agent.kill('SIGKILL');
    await world.ready(keepingJobs);
    expect(await world.server.completion(job)).toMatchObject({ exitCode: null, reason: 'INTERRUPTED' });
    expect(isAlive(pid)).toBe(false);
    await eventually(() => !isAlive(keeper));
  });

  it.skipIf(process.getuid?.() !== 0)('is INTERRUPTED, never a success, when its exit may not be seen', async () => {
    // Root without this right may not look at the processes of others.
    world.launcher = ['setpriv', '--bounding-set', '-sys_ptrace', '--inh-caps', '-sys_ptrace'];
    await world.ready(keepingJobs);
    const job = world.server.queue(
      `exec setpriv --reuid 65534 --regid 65534 --clear-groups bash -c 'echo as nobody; exit 5'`,
    );
    expect(await world.server.completion(job)).toMatchObject({ exitCode: null, reason: 'INTERRUPTED' });
    expect(textOf(job)).toBe('as nobody\n');
  });

  it('is ended, and not left, by an agent that may not leave any', async () => {
    const agent = await world.ready({ HYPRBOX_DRAIN_SECONDS: '0' });
    const job = world.server.queue('echo $$; sleep 1000');
    await world.firstNumber(job);
    await stopped(agent);
    expect(job.completed).toMatchObject({ reason: 'INTERRUPTED', signal: 'SIGTERM' });
  });
});

function isStarted(line: string): boolean {
  return line.includes('"started"');
}
