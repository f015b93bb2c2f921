import { randomUUID } from 'node:crypto';
import { metricNames } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { readMachine } from './enrolment.js';
import { testToken } from './testing/agent-process.js';
import type { AgentWorld } from './testing/agent-world.js';
import { useAgentWorld } from './testing/agent-world.js';
import type { Fault } from './testing/fake-server.js';

let world: AgentWorld;

useAgentWorld((fresh) => {
  world = fresh;
});

const attempts = (): number => world.server.requests.filter(({ route }) => route === 'heartbeat').length;
const away: Fault = { kind: 'answer', status: 503, headers: { 'retry-after': '1' } };

describe('the heartbeat', { timeout: 60_000 }, () => {
  it('tells what the host is and how it is, under the token', async () => {
    world.agent({ HYPRBOX_REGION: 'eu-1' });
    await world.server.until(() => world.server.heartbeats.length >= 2);
    const [first, second] = world.server.heartbeats;
    expect(first).toMatchObject({ nodeId: 'web-1', intervalSeconds: 1, agentVersion: expect.any(String), running: [] });
    expect(first?.inventory).toMatchObject({
      kernel: expect.any(String),
      cpuCores: expect.any(Number),
      region: 'eu-1',
    });
    expect(second?.inventory).toBeUndefined();
    for (const name of metricNames) expect(first?.metrics[name], name).toBeGreaterThanOrEqual(0);
    expect(first?.metrics.filesystems?.map(({ mount }) => mount)).toContain('/');
    expect(world.server.requests.every(({ authorization }) => authorization === `Bearer ${testToken}`)).toBe(true);
  });

  it('names the executions that are carried', async () => {
    await world.ready();
    const job = world.server.queue('echo up; sleep 3');
    await world.server.until(() => world.server.heartbeats.at(-1)?.running?.[0] === job.claimed.id);
  });

  it('brings in the samples of the time when the server was away, each once, oldest first', async () => {
    world.server.failAlways('heartbeat', away);
    world.agent();
    await world.server.until(() => attempts() >= 3);
    world.server.failAlways('heartbeat', null);
    await world.server.until(() => world.server.heartbeats.length > 0);
    const [beat] = world.server.heartbeats;
    const times = [...(beat?.samples ?? []).map((sample) => sample.at), beat?.at ?? ''];
    expect(times.length).toBeGreaterThanOrEqual(3);
    expect(times).toEqual([...new Set(times)].sort());
    await world.server.until(() => world.server.heartbeats.length > 1);
    expect(world.server.heartbeats[1]?.samples).toBeUndefined();
  });

  it('keeps the samples over a restart of the agent', async () => {
    world.server.failAlways('heartbeat', away);
    const agent = world.agent();
    await world.server.until(() => attempts() >= 3);
    await agent.kill('SIGKILL');
    world.server.failAlways('heartbeat', null);
    world.agent();
    await world.server.until(() => world.server.heartbeats.length > 0);
    expect(world.server.heartbeats[0]?.samples?.length).toBeGreaterThanOrEqual(2);
  });

  it('drops a kept sample that the server refuses, and goes on', async () => {
    world.server.failAlways('heartbeat', away);
    world.agent();
    await world.server.until(() => attempts() >= 3);
    const errors = [{ pointer: '/samples/0/at', detail: 'older than retention' }];
    world.server.failNext('heartbeat', { kind: 'answer', status: 400, body: { code: 'VALIDATION', errors } });
    world.server.failAlways('heartbeat', null);
    await world.server.until(() => world.server.heartbeats.length > 0);
    const refused = world.server.attemptedHeartbeats.at(-2)?.samples?.[0]?.at;
    expect(refused).toBeDefined();
    const taken = world.server.heartbeats[0]?.samples?.map((sample) => sample.at);
    expect(taken?.length).toBeGreaterThanOrEqual(1);
    expect(taken).not.toContain(refused);
  });

  it('leaves out a figure that the server does not know, and goes on with all samples', async () => {
    world.server.failAlways('heartbeat', away);
    const agent = world.agent();
    await world.server.until(() => attempts() >= 3);
    const detail = 'There is no such field.';
    const errors = [
      { pointer: '/metrics/processes', detail },
      { pointer: '/samples/0/metrics/processes', detail },
    ];
    world.server.failNext('heartbeat', { kind: 'answer', status: 400, body: { code: 'VALIDATION', errors } });
    world.server.failAlways('heartbeat', null);
    await world.server.until(() => world.server.heartbeats.length > 0);
    const [taken] = world.server.heartbeats;
    expect(taken?.samples?.[0]?.at).toBe(world.server.attemptedHeartbeats.at(-2)?.samples?.[0]?.at);
    for (const metrics of [taken?.metrics, taken?.samples?.[0]?.metrics]) {
      expect(metrics).toHaveProperty('uptimeSeconds');
      expect(metrics).not.toHaveProperty('processes');
    }
    await agent.said(/does not take processes/);
  });

  it('sends fewer samples at once when a proxy finds them too large', async () => {
    world.server.failAlways('heartbeat', away);
    world.agent();
    await world.server.until(() => (world.server.attemptedHeartbeats.at(-1)?.samples?.length ?? 0) >= 2);
    world.server.failNext('heartbeat', { kind: 'answer', status: 413 });
    world.server.failAlways('heartbeat', null);
    await world.server.until(() => world.server.heartbeats.length > 0);
    const refused = world.server.attemptedHeartbeats.at(-2)?.samples?.length ?? 0;
    expect(world.server.heartbeats[0]?.samples?.length).toBe(Math.floor(refused / 2));
  });

  it('tells of the host in texts that the server takes', async () => {
    world.agent({ HYPRBOX_REGION: `eu\u0007${'x'.repeat(300)}` });
    await world.server.until(() => world.server.heartbeats.length > 0);
    expect(world.server.heartbeats[0]?.inventory?.region).toBe(`eu ${'x'.repeat(253)}`);
  });

  it('says when another machine reports as its node, and takes none of its jobs', async () => {
    const agent = await world.ready();
    const detail = 'Another machine is reporting as web-1.';
    world.server.failAlways('heartbeat', {
      kind: 'answer',
      status: 409,
      body: { code: 'NODE_ON_OTHER_MACHINE', detail },
    });
    await agent.said(/does not take the heartbeat: 409 Another machine is reporting as web-1/);
    // The open long poll was made before.
    world.server.order({ id: randomUUID(), attempt: 1 });
    await world.server.until(() => world.server.pendingQueries.at(-1)?.get('capacity') === '0');
  });

  it('tells which machine it runs on, unless the server does not know of that', async () => {
    world.server.failNext('heartbeat', {
      kind: 'answer',
      status: 400,
      body: { code: 'INVALID_INPUT', errors: [{ pointer: '/machine', detail: 'There is no such field.' }] },
    });
    world.agent();
    await world.server.until(() => world.server.heartbeats.length > 0);
    expect(world.server.attemptedHeartbeats[0]?.machine).toEqual(readMachine() ?? undefined);
    expect(world.server.heartbeats[0]?.machine).toBeUndefined();
  });

  it('leaves its time out when the server refuses the clock', async () => {
    const errors = [{ pointer: '/at', detail: 'ahead' }];
    world.server.failNext('heartbeat', { kind: 'answer', status: 400, body: { code: 'VALIDATION', errors } });
    const agent = world.agent();
    await world.server.until(() => world.server.heartbeats.length > 0);
    expect(world.server.heartbeats[0]?.at).toBeUndefined();
    await agent.said(/clock/);
  });

  it('waits as long as Retry-After asks', async () => {
    world.server.failNext('heartbeat', { kind: 'answer', status: 429, headers: { 'retry-after': '2' } });
    world.agent();
    await world.server.until(() => attempts() >= 2);
    const [first, second] = world.server.requests.filter(({ route }) => route === 'heartbeat');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2000);
  });

  it('says once what to do when the token is refused, and comes back when it is accepted', async () => {
    const refusal: Fault = { kind: 'answer', status: 401, body: { code: 'UNAUTHENTICATED', detail: 'revoked' } };
    world.server.failAlways('heartbeat', refusal);
    const agent = world.agent();
    await world.server.until(() => attempts() >= 2);
    world.server.failAlways('heartbeat', null);
    await agent.said(/accepts the node token again/);
    expect(agent.lines.filter((line) => line.includes('refuses the node token'))).toHaveLength(1);
    expect(agent.lines.join('\n')).not.toContain(testToken);
  });
});
