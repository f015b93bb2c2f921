import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { FleetSummary } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { NodesApi } from '../core/api/nodes.api';
import { FleetThresholds } from '../core/thresholds/thresholds';

/** The counts of the overview's cards and filters. */
@Injectable()
export class FleetSummaryStore {
  private readonly api = inject(NodesApi);
  private readonly thresholds = inject(FleetThresholds);
  private readonly current = signal<FleetSummary | null>(null);
  private readonly fault = signal<unknown>(null);
  private request: Subscription | null = null;

  readonly summary = this.current.asReadonly();
  /** Set while there is nothing to show; a failed refresh leaves the former counts. */
  readonly error = this.fault.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.request?.unsubscribe());
  }

  load(): void {
    this.request?.unsubscribe();
    this.request = this.api.summary().subscribe({
      next: (summary) => {
        this.current.set(summary);
        this.thresholds.adopt(summary.thresholds);
        this.fault.set(null);
      },
      error: (error: unknown) => {
        if (this.current() === null) this.fault.set(error);
      },
    });
  }
}
