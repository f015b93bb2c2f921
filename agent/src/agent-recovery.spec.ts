import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleAgent } from './testing/agent-process.js';
import { AgentWorld } from './testing/agent-world.js';
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
    const journal = join(world.stateDirectory, 'executions', `${job.claimed.id}.1`, 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, lines.filter((line) => !line.includes('"started"')).join('\n'));
    const pids = outputOf(job, 'stdout').toString().trim().split(' ').map(Number);
    expect(pids.filter(isAlive)).toHaveLength(2);

    await world.ready();
    expect(await world.server.completion(job)).toMatchObject({ reason: 'INTERRUPTED' });
    expect(pids.filter(isAlive)).toEqual([]);
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
  it('ends its scripts, reports them INTERRUPTED with their output, and exits with 0', async () => {
    const agent = await world.ready();
    const job = world.server.queue('echo $$; sleep 1000');
    await world.server.until(() => job.stored.stdout > 0);
    expect(await agent.kill('SIGTERM')).toEqual({ code: 0, signal: null });
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
