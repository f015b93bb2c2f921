import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exit } from './agent-process.js';
import { AgentProcess, testToken } from './agent-process.js';
import { FakeServer } from './fake-server.js';

/** A server, a state directory and the agents that were started with them; all gone after `end`. */
export class AgentWorld {
  readonly directory = mkdtempSync(join(tmpdir(), 'hyprnode-test-'));
  private readonly agents: AgentProcess[] = [];

  private constructor(
    private readonly program: string,
    readonly server: FakeServer,
  ) {}

  static async begin(program: string): Promise<AgentWorld> {
    return new AgentWorld(program, await FakeServer.start());
  }

  get stateDirectory(): string {
    return join(this.directory, 'state');
  }

  agent(environment: Record<string, string> = {}): AgentProcess {
    const agent = AgentProcess.start(this.program, {
      HYPRBOX_API_URL: this.server.url,
      HYPRBOX_NODE_TOKEN: testToken,
      HYPRBOX_NODE_ID: 'web-1',
      HYPRBOX_INTERVAL: '1s',
      HYPRBOX_STATE_DIR: this.stateDirectory,
      ...environment,
    });
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

  async end(): Promise<void> {
    await Promise.all(this.agents.map((agent): Promise<Exit> => agent.kill('SIGKILL')));
    await this.server.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
