import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleAgent, testToken } from './testing/agent-process.js';
import { AgentWorld } from './testing/agent-world.js';
import { agentVersion } from './version.js';

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
    const agent = fork(bundle.program, [], {
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
    const run = (option: string): string => spawnSync(process.execPath, [bundle.program, option]).stdout.toString();
    expect(run('--version')).toBe(`hyprnode ${agentVersion}\n`);
    expect(run('--help')).toContain('HYPRBOX_NODE_TOKEN');
  });
});
