import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeIdFromHostname } from './config.js';
import { readMachineId } from './enrolment.js';
import { testToken } from './testing/agent-process.js';
import type { AgentWorld } from './testing/agent-world.js';
import { useAgentWorld } from './testing/agent-world.js';
import { agentVersion } from './version.js';

let world: AgentWorld;

useAgentWorld((fresh) => {
  world = fresh;
});

describe('the start of the agent', { timeout: 20_000 }, () => {
  it('names every fault of the configuration at once and exits with 2', async () => {
    const agent = world.agent({
      HYPRBOX_API_URL: 'ftp://x',
      HYPRBOX_NODE_TOKEN: 'hbnt_wrong-secret',
      HYPRBOX_INTERVAL: 'soon',
    });
    expect(await agent.exit).toEqual({ code: 2, signal: null });
    expect(agent.lines).toHaveLength(3);
    const text = agent.lines.join('\n');
    for (const name of ['HYPRBOX_API_URL', 'HYPRBOX_NODE_TOKEN', 'HYPRBOX_INTERVAL']) expect(text).toContain(name);
    expect(text).not.toContain('wrong-secret');
  });

  it('goes to another host without TLS only when it is told so', async () => {
    const agent = world.agent({ HYPRBOX_API_URL: 'http://192.0.2.1:4000' });
    expect(await agent.exit).toEqual({ code: 2, signal: null });
    expect(agent.lines.join()).toContain('HYPRBOX_ALLOW_PLAIN_HTTP=true');
    const allowed = world.agent({ HYPRBOX_API_URL: 'http://192.0.2.1:4000', HYPRBOX_ALLOW_PLAIN_HTTP: 'true' });
    await allowed.said(/of node web-1, server http:/);
  });

  it('refuses a state directory that another agent uses', async () => {
    const first = await world.ready();
    const second = world.agent();
    expect(await second.exit).toEqual({ code: 2, signal: null });
    expect(second.lines.join()).toContain(`process ${first.pid}`);
  });

  it('takes over the state directory of an agent that was killed', async () => {
    await (await world.ready()).kill('SIGKILL');
    await world.ready();
  });

  it('keeps the id of its node from enrolment on, whatever the host is called', async () => {
    const first = await world.ready({ HYPRBOX_NODE_ID: 'before' });
    const file = join(world.stateDirectory, 'identity.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ nodeId: 'before' });
    await first.kill('SIGTERM');
    // Without the setting it would be called after its host.
    await (await world.ready({ HYPRBOX_NODE_ID: '' })).kill('SIGTERM');
    expect(new Set(world.server.heartbeats.map(({ nodeId }) => nodeId))).toEqual(new Set(['before']));
    const other = world.agent({ HYPRBOX_NODE_ID: 'after' });
    expect(await other.exit).toEqual({ code: 2, signal: null });
    expect(other.lines.join()).toMatch(/HYPRBOX_NODE_ID is after, but this host is enrolled as before.*identity\.json/);
  });

  it('takes another id until the server has taken one, and the host’s name where nothing is kept', async () => {
    world.server.failAlways('heartbeat', { kind: 'answer', status: 403, body: { code: 'TOKEN_OF_OTHER_NODE' } });
    const wrong = world.agent({ HYPRBOX_NODE_ID: 'wrong' });
    await wrong.said(/not for node wrong/);
    await wrong.kill('SIGTERM');
    world.server.failAlways('heartbeat', null);
    await world.ready({ HYPRBOX_NODE_ID: '' });
    expect(world.server.heartbeats[0]?.nodeId).toBe(nodeIdFromHostname(hostname()));
    expect(world.server.heartbeats[0]?.hostname).toBe(hostname());
  });

  it('says what to do when its state directory comes from another machine, and takes the place of that one', async () => {
    mkdirSync(world.stateDirectory);
    const file = join(world.stateDirectory, 'identity.json');
    const machineId = '0'.repeat(32);
    writeFileSync(file, JSON.stringify({ nodeId: 'moved', machineId }));
    const agent = await world.ready({ HYPRBOX_NODE_ID: '' });
    if (readMachineId() !== null) await agent.said(/made on another machine.*copied.*token of its own.*as node moved/);
    await agent.kill('SIGTERM');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ nodeId: 'moved', machineId: readMachineId() });
  });

  it('refuses a state directory that cannot be used', async () => {
    writeFileSync(join(world.directory, 'file'), '');
    const agent = world.agent({ HYPRBOX_STATE_DIR: join(world.directory, 'file', 'state') });
    expect(await agent.exit).toEqual({ code: 2, signal: null });
    expect(agent.lines.join()).toContain('HYPRBOX_STATE_DIR');
  });

  it('reads the token from a file, again when it is refused', async () => {
    const file = join(world.directory, 'token');
    writeFileSync(file, `${testToken}\n`);
    chmodSync(file, 0o600);
    const renewed = testToken.replace('abcdefgh', 'ijklmnop');
    world.server.failNext('heartbeat', { kind: 'answer', status: 401 });
    mkdirSync(world.stateDirectory);
    world.agent({ HYPRBOX_NODE_TOKEN: '', HYPRBOX_NODE_TOKEN_FILE: file });
    await world.server.until(() => world.server.requests.length > 0);
    writeFileSync(file, renewed);
    world.server.failNext('heartbeat', { kind: 'answer', status: 401 });
    const authorized = (token: string): boolean =>
      world.server.requests.some(({ authorization }) => authorization === `Bearer ${token}`);
    await world.server.until(() => authorized(renewed));
    expect(authorized(testToken)).toBe(true);
  });

  it('ends when the process that started it is gone', async () => {
    const agent = fork(world.program, [], {
      execPath: process.execPath,
      stdio: 'ignore',
      env: {
        PATH: process.env.PATH,
        HYPRBOX_API_URL: world.server.url,
        HYPRBOX_NODE_TOKEN: testToken,
        HYPRBOX_STATE_DIR: world.stateDirectory,
      },
    });
    const exit = once(agent, 'exit');
    await world.server.until(() => world.server.pendingQueries.length > 0);
    agent.disconnect();
    expect(await exit).toEqual([0, null]);
  });

  it('prints its version and its help', () => {
    const run = (option: string): string => spawnSync(process.execPath, [world.program, option]).stdout.toString();
    expect(run('--version')).toBe(`hyprnode ${agentVersion}\n`);
    expect(run('--help')).toContain('HYPRBOX_NODE_TOKEN');
  });
});
