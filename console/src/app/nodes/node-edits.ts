import { computed, inject, Injectable, signal } from '@angular/core';
import type { Node, UpdateNodeRequest } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { NodesApi } from '../core/api/nodes.api';
import { NodeStore } from './node-store';

/** Changes of the host by hand: shown at once, and taken back if the server refuses them. */
@Injectable()
export class NodeEdits {
  private readonly api = inject(NodesApi);
  private readonly store = inject(NodeStore);
  private readonly underWay = signal<{ nodeId: string; change: UpdateNodeRequest } | null>(null);
  private turn: Promise<void> = Promise.resolve();

  /** The host as it is once the change that is under way is through. */
  readonly node = computed(() => {
    const node = this.store.node();
    const edit = this.underWay();
    return node === null || edit?.nodeId !== node.id ? node : withChange(node, edit.change);
  });

  /**
   * Changes come one after another, each made from what the former left. Rejects with what the call failed with.
   * @param nodeId a change that was meant for another host than the present one is dropped
   */
  save(nodeId: string, changeOf: (node: Node) => UpdateNodeRequest): Promise<void> {
    const done = this.turn.then(() => this.send(nodeId, changeOf));
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async send(nodeId: string, changeOf: (node: Node) => UpdateNodeRequest): Promise<void> {
    const node = this.store.node();
    if (node?.id !== nodeId) return;
    const change = changeOf(node);
    this.underWay.set({ nodeId, change });
    try {
      this.store.accept(await firstValueFrom(this.api.update(nodeId, change)));
    } finally {
      this.underWay.set(null);
    }
  }
}

function withChange(node: Node, { tags, displayName }: UpdateNodeRequest): Node {
  return {
    ...node,
    tags: tags ?? node.tags,
    displayName: displayName === undefined ? node.displayName : displayName || null,
  };
}
