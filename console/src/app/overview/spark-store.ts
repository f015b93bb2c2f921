import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Spark } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { NodesApi } from '../core/api/nodes.api';
import { pollWhileVisible } from '../core/live/poll';

const points = 30;
/** Milliseconds in which hosts that come on the screen together are gathered into one call. */
const gather = 50;
/** Thirty points over an hour are two minutes each; half of that keeps the newest one current. */
const refreshSeconds = 60;

/** The last hour of the hosts on the screen, asked for in batches and only for those. */
@Injectable()
export class SparkStore {
  private readonly api = inject(NodesApi);
  private readonly known = signal<ReadonlyMap<string, Spark>>(new Map());
  private readonly onScreen = new Set<string>();
  private readonly wanted = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    pollWhileVisible(refreshSeconds, () => this.want([...this.onScreen]));
    inject(DestroyRef).onDestroy(() => {
      if (this.timer !== null) clearTimeout(this.timer);
    });
  }

  of(nodeId: string): Spark | null {
    return this.known().get(nodeId) ?? null;
  }

  setOnScreen(nodeId: string, visible: boolean): void {
    if (!visible) {
      this.onScreen.delete(nodeId);
      this.wanted.delete(nodeId);
      return;
    }
    this.onScreen.add(nodeId);
    if (!this.known().has(nodeId)) this.want([nodeId]);
  }

  private want(nodeIds: readonly string[]): void {
    nodeIds.forEach((nodeId) => this.wanted.add(nodeId));
    if (this.wanted.size === 0) return;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.ask();
    }, gather);
  }

  private ask(): void {
    const nodeIds = [...this.wanted].slice(0, limits.sparkNodes);
    nodeIds.forEach((nodeId) => this.wanted.delete(nodeId));
    if (nodeIds.length === 0) return;
    this.api.sparks(nodeIds, points).subscribe({
      next: ({ items }) => {
        this.known.update((known) => new Map([...known, ...items.map((spark) => [spark.nodeId, spark] as const)]));
      },
      error: () => {
        // The cards stand without their line; the next round asks again.
      },
    });
    if (this.wanted.size > 0) this.want([]);
  }
}
