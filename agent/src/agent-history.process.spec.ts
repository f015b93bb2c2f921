import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AgentWorld } from './testing/agent-world.js';
import { useAgentWorld } from './testing/agent-world.js';
import { outputOf } from './testing/received-execution.js';

let world: AgentWorld;
let marker: string;

useAgentWorld((fresh) => {
  world = fresh;
  marker = join(world.directory, 'runs');
});

const runs = (): string => readFileSync(marker, 'utf8');

describe('an agent of a server whose database was put back', { timeout: 60_000 }, () => {
  it('answers with the end of what it has run, also after a restart, and counts the output as dropped', async () => {
    const agent = await world.ready();
    const script = `echo run >>'${marker}'; echo out; echo err >&2;`;
    const jobs = ['exit 0', 'exit 7', 'kill -KILL $$'].map((end) => world.server.queue(`${script} ${end}`));
    for (const job of jobs) await world.server.completion(job);
    const ends = jobs.map(({ completed }) => completed);
    expect(runs()).toBe('run\nrun\nrun\n');

    for (const job of jobs) world.server.putBack(job);
    for (const job of jobs) await world.server.completion(job);
    expect(jobs.map(({ completed }) => completed)).toEqual(ends);
    expect(jobs.map(({ lost }) => lost)).toEqual(jobs.map(() => ({ stdout: 4, stderr: 4 })));

    await agent.kill('SIGKILL');
    for (const job of jobs) world.server.putBack(job);
    await world.ready();
    for (const job of jobs) await world.server.completion(job);
    expect(jobs.map(({ completed }) => completed)).toEqual(ends);
    expect(runs()).toBe('run\nrun\nrun\n');
  });

  it('reports its end without the output to a server that does not take bytes for lost', async () => {
    await world.ready();
    const job = world.server.queue(`echo run >>'${marker}'; echo out; exit 3`);
    await world.server.completion(job);
    world.server.failAlways('output', { kind: 'answer', status: 400 });
    world.server.putBack(job);
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 3, stdoutBytes: 0 });
    expect(runs()).toBe('run\n');
  });

  it('goes on with what it is running, and delivers all of it when it is handed out again', async () => {
    await world.ready();
    const gate = join(world.directory, 'gate');
    const job = world.server.queue(
      `echo run >>'${marker}'; mkfifo '${gate}'; echo before; read -r _ <'${gate}'; echo after`,
    );
    await world.server.until(() => job.stored.stdout > 0);
    world.server.putBack(job);
    const opener = world.server.queue(`echo >'${gate}'`);
    await world.server.completion(opener);
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 0, stdoutBytes: 13 });
    expect(outputOf(job, 'stdout').toString()).toBe('before\nafter\n');
    expect(runs()).toBe('run\n');
  });

  it('runs a later attempt of what it has run', async () => {
    await world.ready();
    const job = world.server.queue(`echo run >>'${marker}'`);
    await world.server.completion(job);
    await world.server.completion(world.server.queue(job.claimed.script, { id: job.claimed.id, attempt: 2 }));
    expect(runs()).toBe('run\nrun\n');
  });

  it('shows the newest state of the server that it has seen, also after a restart', async () => {
    world.server.timeline = `7.${'a'.repeat(64)}`;
    const agent = await world.ready();
    await world.server.completion(world.server.queue('true'));
    const shown = (): boolean => world.server.pendingQueries.at(-1)?.get('timeline') === world.server.timeline;
    await world.server.until(shown);
    await agent.kill('SIGKILL');
    await world.ready();
    expect(shown()).toBe(true);
  });
});
