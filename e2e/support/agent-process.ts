import { fileURLToPath } from 'node:url';
import type { Client } from '@hyprbox/api-client';
import { eventually, startProcess, temporaryDirectory, type TestProcess } from '@hyprbox/testing';

const program = fileURLToPath(new URL('../../agent/dist/hyprnode.mjs', import.meta.url));

export interface AgentOptions {
  client: Client;
  nodeId: string;
  url: string;
  /** A token that exists already; otherwise one is made. */
  token?: string;
  env?: Record<string, string>;
}

/** A real agent with a state directory of its own, which outlives its process. */
export class AgentProcess implements AsyncDisposable {
  private current: TestProcess | null = null;

  private constructor(
    readonly nodeId: string,
    readonly stateDir: string,
    readonly token: string,
    private readonly env: Record<string, string>,
    private readonly removeState: () => Promise<void>,
  ) {}

  /** Starts it and waits until the server has heard of it. */
  static async start({ client, nodeId, url, token, env = {} }: AgentOptions): Promise<AgentProcess> {
    const directory = await temporaryDirectory();
    const secret = token ?? (await client.tokens.create({ name: nodeId })).token;
    const environment = {
      HYPRBOX_API_URL: url,
      HYPRBOX_NODE_ID: nodeId,
      HYPRBOX_INTERVAL: '1s',
      HYPRBOX_DRAIN_SECONDS: '0',
      ...env,
    };
    const agent = new AgentProcess(nodeId, directory.path, secret, environment, () => directory.remove());
    await agent.start();
    await eventually(async () => client.nodes.get(nodeId), { timeoutMs: 20_000 });
    return agent;
  }

  get process(): TestProcess {
    if (!this.current) throw new Error('The agent is not running.');
    return this.current;
  }

  async start(): Promise<void> {
    this.current = await startProcess(process.execPath, [program], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        HYPRBOX_NODE_TOKEN: this.token,
        HYPRBOX_STATE_DIR: this.stateDir,
        ...this.env,
      },
    });
  }

  async kill(): Promise<void> {
    await this.process.stop('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.current?.stop('SIGTERM', 20_000);
    await this.removeState();
  }
}
