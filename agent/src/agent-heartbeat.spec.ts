import { metricNames } from '@hyprbox/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleAgent, testToken } from './testing/agent-process.js';
import { AgentWorld } from './testing/agent-world.js';
import type { Fault } from './testing/fake-server.js';

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
