import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { History, HistoryRange } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { NodesApi } from '../core/api/nodes.api';

const points = 240;

/** The host's figures over the chosen range of time. */
@Injectable()
export class NodeHistoryStore {
  private readonly api = inject(NodesApi);
  private readonly current = signal<History | null>(null);
  private readonly fault = signal<unknown>(null);
  private request: Subscription | null = null;

  readonly history = this.current.asReadonly();
  readonly error = this.fault.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.request?.unsubscribe());
  }

  /** The former range stays on the screen until the answer for the new one is there. */
  load(nodeId: string, range: HistoryRange): void {
    this.request?.unsubscribe();
    this.request = this.api.history(nodeId, { range, points }).subscribe({
      next: (history) => {
        this.current.set(history);
        this.fault.set(null);
      },
      error: (error: unknown) => {
        if (this.current() === null) this.fault.set(error);
      },
    });
  }

  clear(): void {
    this.current.set(null);
    this.fault.set(null);
  }
}
