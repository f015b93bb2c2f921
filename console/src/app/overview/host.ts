import { signal } from '@angular/core';
import type { HeartbeatEvent, Node } from '@hyprbox/contracts';

export type Heartbeat = HeartbeatEvent['items'][number];

/** One host of the fleet with a signal of its own, so that a heartbeat draws nothing but that host anew. */
export class Host {
  private readonly current;
  readonly id: string;
  readonly node;

  constructor(node: Node) {
    this.id = node.id;
    this.current = signal(node);
    this.node = this.current.asReadonly();
  }

  /** Takes over what a list said of the host; figures that a heartbeat has overtaken stay. */
  renew(node: Node): void {
    this.current.update((known) => {
      const isOvertaken = known.lastSeenAt !== null && (node.lastSeenAt === null || node.lastSeenAt < known.lastSeenAt);
      if (!isOvertaken) return node;
      const { status, statusSince = null, lastSeenAt, metrics } = known;
      return { ...node, status, statusSince, lastSeenAt, metrics };
    });
  }

  /** Takes over a heartbeat, unless it is older than what is known; figures that it does not carry stay. */
  beat({ at, status, metrics }: Heartbeat): void {
    this.current.update((known) => {
      if (known.lastSeenAt !== null && at < known.lastSeenAt) return known;
      const statusSince = status === known.status ? (known.statusSince ?? null) : at;
      return { ...known, status, statusSince, lastSeenAt: at, metrics: { ...known.metrics, ...metrics } };
    });
  }
}
