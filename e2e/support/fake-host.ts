import { createClient, type Client } from '@hyprbox/api-client';
import type { Heartbeat } from '@hyprbox/contracts';
import { aHeartbeat } from '@hyprbox/testing';

/** A host whose figures the test decides: it has a real token and sends real heartbeats, but carries nothing out. */
export class FakeHost {
  private constructor(
    readonly nodeId: string,
    private readonly agent: Client,
    private readonly about: Partial<Heartbeat>,
  ) {}

  /** Enrols it and sends its first heartbeat. */
  static async join(client: Client, nodeId: string, about: Partial<Heartbeat> = {}): Promise<FakeHost> {
    const { token } = await client.tokens.create({ name: nodeId });
    const host = new FakeHost(nodeId, createClient({ baseUrl: client.baseUrl, token }), about);
    await host.beat();
    return host;
  }

  async beat(metrics: Partial<Heartbeat['metrics']> = {}): Promise<void> {
    const beat = aHeartbeat({ nodeId: this.nodeId, ...this.about });
    await this.agent.nodes.heartbeat({ ...beat, metrics: { ...beat.metrics, ...metrics } });
  }
}
