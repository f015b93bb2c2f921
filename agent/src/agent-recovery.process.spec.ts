import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '@hyprbox/testing';
import { readProcess } from './host/process-table.js';
import type { AgentWorld } from './testing/agent-world.js';
import { useAgentWorld } from './testing/agent-world.js';
import type { ReceivedExecution } from './testing/received-execution.js';
import { outputOf } from './testing/received-execution.js';
import { isAlive } from './testing/living.js';

let world: AgentWorld;

useAgentWorld((fresh) => {
  world = fresh;
});

/** As when the agent was killed between the start of the program and its record. */
function forgetStart(job: ReceivedExecution): void {
  const journal = join(world.stateDirectory, 'executions', `${job.claimed.id}.1`, 'journal.jsonl');
  const lines = readFileSync(journal, 'utf8').split('\n');
  writeFileSync(journal, lines.filter((line) => !line.includes('"started"')).join('\n'));
}

describe('an agent that was killed', { timeout: 60_000 }, () => {
  it('ends what is left of its scripts, delivers their output, and reports them INTERRUPTED', async () => {
    const agent = await world.ready();
    world.server.failAlways('output', { kind: 'answer', status: 503 });
    const marker = join(world.directory, 'runs');
    const job = world.server.queue(
      `echo run >>'${marker}'; trap '' PIPE; sleep 1000 & echo $!; echo $$; cat '${marker}' >&2; touch '${marker}.ready'; wait`,
    );
    await world.server.until(() => world.server.requests.some(({ route }) => route === 'output'));
    await agent.said(/started as process/);
    await world.server.until(() => world.server.requests.filter(({ route }) => route === 'output').length >= 2);
    await agent.kill('SIGKILL');

    world.server.failAlways('output', null);
    await world.ready();
    expect(await world.server.completion(job)).toMatchObject({ exitCode: null, reason: 'INTERRUPTED' });
    const pids = outputOf(job, 'stdout').toString().split('\n').filter(Boolean).map(Number);
    expect(pids).toHaveLength(2);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(outputOf(job, 'stderr').toString()).toBe('run\n');
  });

  it('ends what is left of a script whose start it had no time to record', async () => {
    const agent = await world.ready();
    // As a preset's script is: bash has /dev/null as its input while it is in the body.
    const job = world.server.queue('body() { sleep 1000 & echo $! $$; wait; }\nbody </dev/null');
    await world.server.until(() => outputOf(job, 'stdout').length > 0);
    await agent.said(/started as process/);
    await agent.kill('SIGKILL');
    forgetStart(job);
    const pids = outputOf(job, 'stdout').toString().trim().split(' ').map(Number);
    expect(pids.filter(isAlive)).toHaveLength(2);

    await world.ready();
    expect(await world.server.completion(job)).toMatchObject({ reason: 'INTERRUPTED' });
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('leaves no keeper of a job whose start it had no time to record, and which has ended', async () => {
    const agent = await world.ready({ HYPRBOX_KEEP_JOBS_SECONDS: '600' });
    const job = world.server.queue('echo $$; sleep 1000');
    await world.server.until(() => outputOf(job, 'stdout').includes('\n'));
    const pid = Number(outputOf(job, 'stdout').toString());
    const keeper = readProcess(pid)?.parent ?? 0;
    await agent.said(/started as process/);
    await agent.kill('SIGKILL');
    forgetStart(job);
    process.kill(-pid, 'SIGKILL');
    await eventually(() => !isAlive(pid));
    expect(isAlive(keeper)).toBe(true);
    await world.ready({ HYPRBOX_KEEP_JOBS_SECONDS: '600' });
    expect(await world.server.completion(job)).toMatchObject({ exitCode: null, reason: 'INTERRUPTED' });
    await eventually(() => !isAlive(keeper));
  });

  it('reports the end that it had recorded', async () => {
    const agent = await world.ready();
    world.server.failAlways('complete', { kind: 'answer', status: 503 });
    const job = world.server.queue('echo done; exit 5');
    await world.server.until(() => world.server.requests.some(({ route }) => route === 'complete'));
    await agent.kill('SIGKILL');
    world.server.failAlways('complete', null);
    await world.ready();
    const completed = await world.server.completion(job);
    expect(completed).toMatchObject({ exitCode: 5, stdoutBytes: 5 });
    expect(completed.reason).toBeUndefined();
  });

  it('leaves alone what is no execution of its own', async () => {
    mkdirSync(join(world.stateDirectory, 'executions', 'notes'), { recursive: true });
    const agent = await world.ready();
    await agent.said(/notes is not an execution/);
  });

  it('does not mistake a process of the same number for its own', async () => {
    const job = world.server.queue('true');
    const directory = join(world.stateDirectory, 'executions', `${job.claimed.id}.1`);
    mkdirSync(directory, { recursive: true });
    const lines = [
      { event: 'starting', at: '', id: job.claimed.id, attempt: 1 },
      { event: 'started', at: '', pid: process.pid, startTime: 1, bootId: 'another boot' },
    ];
    writeFileSync(join(directory, 'journal.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await world.ready();
    expect(await world.server.completion(job)).toMatchObject({ reason: 'INTERRUPTED', stdoutBytes: 0 });
    expect(isAlive(process.pid)).toBe(true);
  });
});

describe('an agent that is asked to stop', { timeout: 60_000 }, () => {
  it('lets what runs end by itself, takes nothing new meanwhile, and exits with 0', async () => {
    const agent = await world.ready();
    const gate = join(world.directory, 'gate');
    const job = world.server.queue(`mkfifo '${gate}'; echo up; read -r _ <'${gate}'; echo down`);
    await world.server.until(() => job.stored.stdout > 0);
    const exit = agent.kill('SIGTERM');
    await agent.said(/waiting up to 30 s for 1 executions/);
    await world.server.until(() => world.server.pendingQueries.at(-1)?.get('capacity') === '0');
    await world.server.until(() => world.server.openPolls === 1);
    const beats = world.server.heartbeats.length;
    const next = world.server.queue('echo ran');
    await world.server.until(() => world.server.heartbeats.length > beats + 1);
    expect(next.queued).toBe(true);
    expect(world.server.pendingQueries.at(-1)?.get('capacity')).toBe('0');
    writeFileSync(gate, '\n');
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(job.completed).toMatchObject({ exitCode: 0, stdoutBytes: 8 });
    expect(next.queued).toBe(true);
  });

  it.each([
    ['when the time for it has passed', { HYPRBOX_DRAIN_SECONDS: '1' }, 1],
    ['at once when it is asked again', {}, 2],
  ])('ends what still runs %s', async (_, environment, signals) => {
    const agent = await world.ready(environment);
    const job = world.server.queue('echo $$; sleep 1000');
    await world.server.until(() => job.stored.stdout > 0);
    const exit = agent.kill('SIGTERM');
    await agent.said(/waiting up to/);
    if (signals > 1) await agent.kill('SIGTERM');
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(job.completed).toMatchObject({ reason: 'INTERRUPTED', signal: 'SIGTERM' });
  });

  it('by INT ends its scripts, reports them INTERRUPTED with their output, and exits with 0', async () => {
    const agent = await world.ready();
    const job = world.server.queue('echo $$; sleep 1000');
    await world.server.until(() => job.stored.stdout > 0);
    expect(await agent.kill('SIGINT')).toEqual({ code: 0, signal: null });
    expect(job.completed).toMatchObject({ reason: 'INTERRUPTED', signal: 'SIGTERM' });
    expect(isAlive(Number(outputOf(job, 'stdout').toString()))).toBe(false);
    expect(readdirSync(world.stateDirectory)).not.toContain('hyprnode.pid');
  });

  it('keeps what it could not deliver for its next start', async () => {
    const agent = await world.ready();
    world.server.failAlways('output', { kind: 'answer', status: 503 });
    const job = world.server.queue('echo kept; sleep 1000');
    await world.server.until(() => world.server.requests.some(({ route }) => route === 'output'));
    expect(await agent.kill('SIGINT')).toEqual({ code: 0, signal: null });
    world.server.failAlways('output', null);
    await world.ready();
    expect(await world.server.completion(job)).toMatchObject({ reason: 'INTERRUPTED', signal: 'SIGTERM' });
    expect(outputOf(job, 'stdout').toString()).toBe('kept\n');
  });
});
