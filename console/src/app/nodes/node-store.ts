import { inject, Injectable } from '@angular/core';
import type { HeartbeatEvent, Node } from '@hyprbox/contracts';
import { NodesApi } from '../core/api/nodes.api';
import { toApiProblem } from '../core/api/problem';
import { KnownValue } from '../core/live/known-value';

/** The host that the page is about. */
@Injectable()
export class NodeStore {
  private readonly api = inject(NodesApi);
  private readonly known = new KnownValue<Node>();

  readonly node = this.known.value;
  readonly error = this.known.error;

  show(nodeId: string, answered?: () => void): void {
    if (this.node()?.id !== nodeId) this.known.forget();
    this.load(nodeId, answered);
  }

  /** Reads the host again; a failure leaves what is shown, unless the host is no longer there. */
  load(nodeId: string, answered?: () => void): void {
    this.known.read(this.api.get(nodeId), {
      answered: () => answered?.(),
      failed: (error) => {
        if (toApiProblem(error).kind !== 'not-found') return;
        answered?.();
        this.known.forget();
      },
    });
  }

  /** Takes what the server made of a change. */
  accept(node: Node): void {
    if (this.node()?.id === node.id) this.known.accept(node);
  }

  apply({ items }: HeartbeatEvent): void {
    for (const { nodeId, at, status, metrics } of items) {
      this.known.update((node) =>
        node.id === nodeId
          ? {
              ...node,
              status,
              statusSince: status === node.status ? (node.statusSince ?? null) : at,
              statusAsOf: null,
              lastSeenAt: at,
              metrics: { ...node.metrics, ...metrics },
            }
          : node,
      );
    }
  }
}
