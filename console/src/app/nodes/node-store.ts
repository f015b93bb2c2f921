import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { HeartbeatEvent, Node } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { NodesApi } from '../core/api/nodes.api';
import { toApiProblem } from '../core/api/problem';

/** The host that the page is about. */
@Injectable()
export class NodeStore {
  private readonly api = inject(NodesApi);
  private readonly current = signal<Node | null>(null);
  private readonly fault = signal<unknown>(null);
  private request: Subscription | null = null;

  readonly node = this.current.asReadonly();
  readonly error = this.fault.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.request?.unsubscribe());
  }

  show(nodeId: string, answered?: () => void): void {
    if (this.current()?.id !== nodeId) this.current.set(null);
    this.fault.set(null);
    this.load(nodeId, answered);
  }

  /** Reads the host again; a failure leaves what is shown, unless the host is no longer there. */
  load(nodeId: string, answered?: () => void): void {
    this.request?.unsubscribe();
    this.request = this.api.get(nodeId).subscribe({
      next: (node) => {
        this.current.set(node);
        this.fault.set(null);
        answered?.();
      },
      error: (error: unknown) => {
        if (toApiProblem(error).kind === 'not-found') {
          answered?.();
          this.current.set(null);
        }
        if (this.current() === null) this.fault.set(error);
      },
    });
  }

  /** Takes what the server made of a change; an answer that is older is no longer wanted. */
  accept(node: Node): void {
    if (this.current()?.id !== node.id) return;
    this.request?.unsubscribe();
    this.current.set(node);
  }

  apply({ items }: HeartbeatEvent): void {
    for (const { nodeId, at, status, metrics } of items) {
      this.current.update((node) =>
        node?.id === nodeId
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
