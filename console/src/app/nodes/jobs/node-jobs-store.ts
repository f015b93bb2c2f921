import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { JobSummary } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { JobsApi } from '../../core/api/jobs.api';

const shown = 6;

/** The newest jobs of one host. */
@Injectable()
export class NodeJobsStore {
  private readonly api = inject(JobsApi);
  private readonly loaded = signal<readonly JobSummary[] | null>(null);
  private readonly fault = signal<unknown>(null);
  private request: Subscription | null = null;
  private nodeId: string | null = null;

  /** Null while they are being loaded. */
  readonly jobs = this.loaded.asReadonly();
  readonly error = this.fault.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.request?.unsubscribe());
  }

  show(nodeId: string): void {
    if (this.nodeId !== nodeId) this.loaded.set(null);
    this.nodeId = nodeId;
    this.reload();
  }

  reload(): void {
    const nodeId = this.nodeId;
    if (nodeId === null) return;
    this.request?.unsubscribe();
    this.request = this.api.list({ nodeId, limit: shown }).subscribe({
      next: ({ items }) => {
        this.loaded.set(items);
        this.fault.set(null);
      },
      error: (error: unknown) => {
        if (this.loaded() === null) this.fault.set(error);
      },
    });
  }
}
