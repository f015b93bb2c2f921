import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Spark } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { NodesApi } from '../../core/api/nodes.api';
import { pollWhileVisible } from '../../core/live/poll';

const points = 30;
/** Milliseconds of rest before those on the screen are asked for: what is only scrolled past never is. */
const scrollPause = 120;
/** Thirty points over an hour are two minutes each; half of that keeps the newest one current. */
const refreshSeconds = 60;
/** Lines that are kept for scrolling back. */
const keptMax = 1_000;

/** The last hour of the hosts on the screen, asked for in batches and only for those. */
@Injectable()
export class SparkStore {
  private readonly api = inject(NodesApi);
  private readonly known = signal<ReadonlyMap<string, Spark>>(new Map());
  private readonly readAt = new Map<string, number>();
  private onScreen: ReadonlySet<string> = new Set();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    pollWhileVisible(refreshSeconds / 2, () => this.ask());
    inject(DestroyRef).onDestroy(() => this.stopWaiting());
  }

  of(nodeId: string): Spark | null {
    return this.known().get(nodeId) ?? null;
  }

  /** Says which hosts are on the screen now. */
  show(nodeIds: readonly string[]): void {
    this.onScreen = new Set(nodeIds);
    this.stopWaiting();
    this.timer = setTimeout(() => this.ask(), scrollPause);
  }

  private stopWaiting(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private ask(): void {
    const now = Date.now();
    const isOld = (nodeId: string): boolean => now - (this.readAt.get(nodeId) ?? 0) >= refreshSeconds * 1000;
    const wanted = [...this.onScreen].filter(isOld);
    for (let start = 0; start < wanted.length; start += limits.sparkNodes) {
      this.askFor(wanted.slice(start, start + limits.sparkNodes), now);
    }
  }

  private askFor(nodeIds: readonly string[], now: number): void {
    for (const nodeId of nodeIds) this.readAt.set(nodeId, now);
    this.api.sparks(nodeIds, points).subscribe({
      next: ({ items }) => this.keep(items),
      error: () => {
        // The hosts stand without their line; the next round asks again.
        for (const nodeId of nodeIds) this.readAt.delete(nodeId);
      },
    });
  }

  private keep(items: readonly Spark[]): void {
    this.known.update((known) => {
      const fresh = new Set(items.map(({ nodeId }) => nodeId));
      const others = [...known].filter(([nodeId]) => !fresh.has(nodeId)).slice(fresh.size - keptMax);
      return new Map([...others, ...items.map((spark) => [spark.nodeId, spark] as const)]);
    });
    for (const nodeId of this.readAt.keys()) {
      if (!this.known().has(nodeId) && !this.onScreen.has(nodeId)) this.readAt.delete(nodeId);
    }
  }
}
