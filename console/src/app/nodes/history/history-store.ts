import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { History, HistoryRange } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { NodesApi } from '../../core/api/nodes.api';
import type { HistoryView } from './history-view';
import { toInstants } from './history-view';

/** Enough for the width of a chart, and each a round time: 15 s, 1 min, 5 min, 30 min, 2 h, a day. */
const pointsOf: Readonly<Record<HistoryRange, number>> = {
  '1h': 240,
  '6h': 360,
  '24h': 288,
  '7d': 336,
  '30d': 360,
  '1y': 365,
};
const pointsOfZoom = 300;
/** Bounds of the milliseconds between two readings of the newest figures. */
const soonest = 5_000;
const latest = 60_000;

interface Question {
  nodeId: string;
  view: HistoryView;
}

/** The host's figures over the chosen time. */
@Injectable()
export class HistoryStore {
  private readonly api = inject(NodesApi);
  private readonly asked = signal<Question | null>(null);
  private readonly answer = signal<{ question: Question; history: History } | null>(null);
  private readonly fault = signal<unknown>(null);
  private request: Subscription | null = null;
  private askedAt = 0;

  /** Null while none is there. The former view stays until the answer for the new one is there. */
  readonly history = computed(() => this.answer()?.history ?? null);
  readonly error = this.fault.asReadonly();
  /** What is shown is not yet what was asked for. */
  readonly busy = computed(() => this.answer()?.question !== this.asked() && this.fault() === null);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.request?.unsubscribe());
  }

  show(nodeId: string, view: HistoryView): void {
    if (this.asked()?.nodeId !== nodeId) this.answer.set(null);
    this.asked.set({ nodeId, view });
    this.reload();
  }

  /** Asks again after a failure. */
  reload(): void {
    this.fault.set(null);
    this.ask();
  }

  /** Something new was measured: reads it, unless the past is shown or a new figure would not show yet. */
  freshen(): void {
    if (this.request?.closed === false) return;
    if (this.asked()?.view.zoom === null && Date.now() - this.askedAt >= this.pause()) this.ask();
  }

  private ask(): void {
    const question = this.asked();
    if (question === null) return;
    this.request?.unsubscribe();
    this.askedAt = Date.now();
    const { range, zoom } = question.view;
    const query = zoom === null ? { range, points: pointsOf[range] } : { ...toInstants(zoom), points: pointsOfZoom };
    this.request = this.api.history(question.nodeId, query).subscribe({
      next: (history) => {
        this.answer.set({ question, history });
        this.fault.set(null);
      },
      error: (error: unknown) => {
        // What is there of the same view stays: the next round asks again.
        if (this.answer()?.question !== question) this.fault.set(error);
      },
    });
  }

  private pause(): number {
    const halfBucket = (this.history()?.resolutionSeconds ?? 0) * 500;
    return Math.min(Math.max(halfBucket, soonest), latest);
  }
}
