import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, inject } from 'vitest';
import type { Exit } from './agent-process.js';
import { AgentProcess, testToken } from './agent-process.js';
import { FakeServer } from './fake-server.js';
import { outputOf, type ReceivedExecution } from './received-execution.js';

/** Jobs go on while the agent is away. As the unit has it, but for the drain. */
export const keepingJobs = { HYPRBOX_KEEP_JOBS_SECONDS: '600', HYPRBOX_DRAIN_SECONDS: '0' };

/** Gives each test of a file a world of its own. */
export function useAgentWorld(give: (world: AgentWorld) => void): void {
  let world: AgentWorld;
  beforeEach(async () => {
    world = await AgentWorld.begin();
    give(world);
  });
  afterEach(() => world.end());
}

/** A server, a state directory and the agents that were started with them; all gone after `end`. */
export class AgentWorld {
  readonly directory = mkdtempSync(join(tmpdir(), 'hyprnode-test-'));
  /** What its agents are started by. */
  launcher: string[] = [];
  private readonly agents: AgentProcess[] = [];

  private constructor(
    readonly program: string,
    readonly server: FakeServer,
  ) {}

  static async begin(): Promise<AgentWorld> {
    return new AgentWorld(inject('agentProgram'), await FakeServer.start());
  }

  get stateDirectory(): string {
    return join(this.directory, 'state');
  }

  agent(environment: Record<string, string> = {}): AgentProcess {
    const settings = {
      HYPRBOX_API_URL: this.server.url,
      HYPRBOX_NODE_TOKEN: testToken,
      HYPRBOX_NODE_ID: 'web-1',
      HYPRBOX_INTERVAL: '1s',
      HYPRBOX_STATE_DIR: this.stateDirectory,
      ...environment,
    };
    const agent = AgentProcess.start(this.program, settings, [], this.launcher);
    this.agents.push(agent);
    return agent;
  }

  /** An agent that has asked for work. */
  async ready(environment: Record<string, string> = {}): Promise<AgentProcess> {
    const asked = this.server.pendingQueries.length;
    const agent = this.agent(environment);
    await this.server.until(() => this.server.pendingQueries.length > asked);
    return agent;
  }

  /** The number that a job prints first, on a line of its own. */
  async firstNumber(job: ReceivedExecution): Promise<number> {
    await this.server.until(() => outputOf(job, 'stdout').includes('\n'));
    return Number(outputOf(job, 'stdout').toString().split('\n')[0]);
  }

  async end(): Promise<void> {
    await Promise.all(this.agents.map((agent): Promise<Exit> => agent.kill('SIGKILL')));
    await this.server.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
