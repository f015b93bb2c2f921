import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { eventually } from '@hyprbox/testing';
import { readProcess } from './host/process-table.js';
import type { AgentProcess } from './testing/agent-process.js';
import type { AgentWorld } from './testing/agent-world.js';
import { keepingJobs, useAgentWorld } from './testing/agent-world.js';
import type { ReceivedExecution } from './testing/received-execution.js';
import { isAlive } from './testing/living.js';

let world: AgentWorld;

useAgentWorld((fresh) => {
  world = fresh;
});

/** Becomes a program that lives in a second thread alone. */
const exitOfThread = process.arch === 'x64' ? 60 : 93;
const withoutFirstThread =
  `exec python3 -c "import ctypes, threading, time; threading.Thread(target=time.sleep, args=(1000,)).start(); ` +
  `ctypes.CDLL(None).syscall(${exitOfThread}, 0)" >/dev/null 2>&1`;

const hasPython = spawnSync('python3', ['-c', 'import ctypes, threading']).status === 0;

describe.skipIf(!hasPython)('a job whose first thread has ended while another lives', { timeout: 60_000 }, () => {
  const script = `echo $$; ${withoutFirstThread}`;

  async function begun(more: object): Promise<[ReceivedExecution, AgentProcess, number]> {
    const agent = await world.ready(keepingJobs);
    const job = world.server.queue(script, more);
    const pid = await world.firstNumber(job);
    await eventually(() => readProcess(pid)?.state === 'Z');
    expect(isAlive(pid)).toBe(true);
    return [job, agent, pid];
  }

  it('is ended by a cancel', async () => {
    const [job, , pid] = await begun({});
    world.server.order({ id: job.claimed.id, attempt: 1 });
    expect(await world.server.completion(job)).toMatchObject({ reason: 'CANCELLED', signal: 'SIGTERM' });
    expect(isAlive(pid)).toBe(false);
  });

  it('is ended by its time limit while there is no agent', async () => {
    const [job, agent, pid] = await begun({ timeoutSeconds: 5 });
    expect(await agent.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    await eventually(() => !isAlive(pid), { timeoutMs: 20_000 });
    await world.ready(keepingJobs);
    expect(await world.server.completion(job)).toMatchObject({ reason: 'TIMEOUT', signal: 'SIGTERM' });
  });

  it('is ended after a crash of the agent', async () => {
    const [job, agent, pid] = await begun({});
    await agent.said(/started as process/);
    await agent.kill('SIGKILL');
    await world.ready(keepingJobs);
    expect(await world.server.completion(job)).toMatchObject({ exitCode: null, reason: 'INTERRUPTED' });
    expect(isAlive(pid)).toBe(false);
  });

  it('is ended with its job when it has left the session', async () => {
    await world.ready(keepingJobs);
    const job = world.server.queue(`(setsid bash -c '${script}' &); sleep 1000`);
    const pid = await world.firstNumber(job);
    await eventually(() => readProcess(pid)?.state === 'Z');
    world.server.order({ id: job.claimed.id, attempt: 1 });
    expect(await world.server.completion(job)).toMatchObject({ reason: 'CANCELLED' });
    expect(isAlive(pid)).toBe(false);
  });
});
