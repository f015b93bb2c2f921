import { filterKey, NodeChannel, type NodeFilter } from './node-channel.js';

/** The channels that somebody listens to, found by node where their filters name nodes. */
export class NodeChannels {
  private readonly byKey = new Map<string, NodeChannel>();
  private readonly broad = new Set<NodeChannel>();
  private readonly byNode = new Map<string, Set<NodeChannel>>();
  private tagged = 0;

  constructor(private readonly stir: (channel: NodeChannel) => void) {}

  get all(): Iterable<NodeChannel> {
    return this.byKey.values();
  }

  get areAny(): boolean {
    return this.byKey.size > 0;
  }

  /** Whether some filter needs a node's tags. */
  get needTags(): boolean {
    return this.tagged > 0;
  }

  *of(nodeId: string): Iterable<NodeChannel> {
    yield* this.broad;
    yield* this.byNode.get(nodeId) ?? [];
  }

  open(filter: NodeFilter): NodeChannel {
    const key = filterKey(filter);
    const known = this.byKey.get(key);
    if (known) return known;
    const channel = new NodeChannel(filter, this.stir);
    this.byKey.set(key, channel);
    if (filter.tag !== null) this.tagged++;
    if (filter.nodeIds === null) this.broad.add(channel);
    for (const nodeId of filter.nodeIds ?? []) {
      const channels = this.byNode.get(nodeId);
      if (channels) channels.add(channel);
      else this.byNode.set(nodeId, new Set([channel]));
    }
    return channel;
  }

  closeIfEmpty(channel: NodeChannel): void {
    const { filter } = channel;
    if (!channel.isEmpty || !this.byKey.delete(filterKey(filter))) return;
    if (filter.tag !== null) this.tagged--;
    this.broad.delete(channel);
    for (const nodeId of filter.nodeIds ?? []) {
      const channels = this.byNode.get(nodeId);
      channels?.delete(channel);
      if (channels?.size === 0) this.byNode.delete(nodeId);
    }
  }
}
