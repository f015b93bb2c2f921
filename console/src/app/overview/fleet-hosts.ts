import { computed, Injectable, signal, untracked } from '@angular/core';
import type { Node } from '@hyprbox/contracts';
import type { Heartbeat } from './host';
import { Host } from './host';

/** What a batch of heartbeats changed beyond figures. */
export interface HeartbeatNews {
  /** Ids of hosts that have not been read yet. */
  readonly strangers: readonly string[];
  /** Hosts whose status is another one now. */
  readonly turned: readonly Host[];
}

/** Every host of the fleet that is known, by id. */
@Injectable()
export class FleetHosts {
  private readonly byId = new Map<string, Host>();
  private readonly knownTags = signal<ReadonlySet<string>>(new Set());
  private readonly size = signal(0);

  readonly count = this.size.asReadonly();
  /** All tags of the fleet, in the order of the alphabet. */
  readonly tags = computed(() => [...this.knownTags()].sort((a, b) => a.localeCompare(b)));

  all(): Host[] {
    return [...this.byId.values()];
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** @returns the hosts of these nodes, in the same order */
  put(nodes: readonly Node[]): Host[] {
    const hosts = nodes.map((node) => {
      const known = this.byId.get(node.id);
      known?.renew(node);
      const host = known ?? new Host(node);
      if (known === undefined) this.byId.set(node.id, host);
      return host;
    });
    this.size.set(this.byId.size);
    const tags = untracked(this.knownTags);
    const fresh = nodes.flatMap((node) => node.tags).filter((tag) => !tags.has(tag));
    if (fresh.length > 0) this.knownTags.set(new Set([...tags, ...fresh]));
    return hosts;
  }

  beat(heartbeats: readonly Heartbeat[]): HeartbeatNews {
    const strangers: string[] = [];
    const turned: Host[] = [];
    for (const heartbeat of heartbeats) {
      const host = this.byId.get(heartbeat.nodeId);
      if (host === undefined) {
        strangers.push(heartbeat.nodeId);
        continue;
      }
      const before = untracked(host.node).status;
      host.beat(heartbeat);
      if (untracked(host.node).status !== before) turned.push(host);
    }
    return { strangers, turned };
  }

  remove(id: string): void {
    this.byId.delete(id);
    this.size.set(this.byId.size);
  }

  /** After the whole fleet was read: whoever was not there is gone, and so are tags that nobody has any more. */
  retain(ids: ReadonlySet<string>): void {
    for (const id of this.byId.keys()) if (!ids.has(id)) this.byId.delete(id);
    this.size.set(this.byId.size);
    this.knownTags.set(new Set(this.all().flatMap((host) => untracked(host.node).tags)));
  }
}
