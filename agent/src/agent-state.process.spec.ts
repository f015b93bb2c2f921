import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '@hyprbox/testing';
import { readProcess } from './host/process-table.js';
import type { AgentWorld } from './testing/agent-world.js';
import { useAgentWorld } from './testing/agent-world.js';

let world: AgentWorld;

useAgentWorld((fresh) => {
  world = fresh;
});

it('an agent starts though the last one, which has ended, waits to be reaped', { timeout: 60_000 }, async () => {
  // Becomes a parent that asks after no child, as the first process of a container without an init.
  world.launcher = ['bash', '-c', '"$@" & exec sleep 1000', 'no-init'];
  await world.ready();
  const lock = readFileSync(join(world.stateDirectory, 'hyprnode.pid'), 'utf8');
  // Written by the agent: what the test looks at.
  const { pid } = JSON.parse(lock) as { pid: number };
  process.kill(pid, 'SIGKILL');
  await eventually(() => readProcess(pid)?.state === 'Z');
  world.launcher = [];
  await world.ready();
  expect(await world.server.completion(world.server.queue('echo on'))).toMatchObject({ exitCode: 0 });
});

describe('an agent whose state directory is gone', { timeout: 60_000 }, () => {
  it('makes it again, and carries out what it is handed', async () => {
    await world.ready();
    await world.server.completion(world.server.queue('true'));
    rmSync(world.stateDirectory, { recursive: true, maxRetries: 10, retryDelay: 10 });
    for (const script of ['echo one', 'echo two', 'echo three', 'echo four']) {
      expect(await world.server.completion(world.server.queue(script))).toMatchObject({ exitCode: 0 });
    }
    expect(existsSync(world.stateDirectory)).toBe(true);
  });

  it('takes no work while it cannot be made, says why, and takes work again afterwards', async () => {
    const agent = await world.ready();
    rmSync(world.stateDirectory, { recursive: true, maxRetries: 10, retryDelay: 10 });
    writeFileSync(world.stateDirectory, 'in the way');
    // What was asked for before may still come; it is the last.
    await world.server.completion(world.server.queue('echo ran'));
    await agent.said(/no work is taken.*state directory/i);
    await world.server.until(() => world.server.pendingQueries.at(-1)?.get('unable') !== null);
    const query = world.server.pendingQueries.at(-1);
    expect([query?.get('capacity'), query?.get('unable')]).toEqual(['0', expect.stringContaining('cannot be used')]);
    const waiting = world.server.queue('echo later');
    rmSync(world.stateDirectory);
    // The long poll ends by a cancel that concerns nobody.
    world.server.order({ id: waiting.claimed.id, attempt: 9 });
    expect(await world.server.completion(waiting)).toMatchObject({ exitCode: 0 });
  });
});
