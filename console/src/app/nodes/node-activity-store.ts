import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Activity, JobSummary } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { forkJoin } from 'rxjs';
import { JobsApi } from '../core/api/jobs.api';
import { NodesApi } from '../core/api/nodes.api';

const entriesShown = 30;
const jobsShown = 6;

/** What happened on one host, and the jobs that ran there, newest first. */
@Injectable()
export class NodeActivityStore {
  private readonly nodes = inject(NodesApi);
  private readonly jobsApi = inject(JobsApi);
  private readonly loaded = signal<{ entries: readonly Activity[]; jobs: readonly JobSummary[] } | null>(null);
  private readonly fault = signal<unknown>(null);
  private request: Subscription | null = null;
  private nodeId: string | null = null;

  /** Null while they are being loaded. */
  readonly entries = computed(() => this.loaded()?.entries ?? null);
  readonly jobs = computed(() => this.loaded()?.jobs ?? null);
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
    this.request = forkJoin({
      activity: this.nodes.activity(nodeId, { limit: entriesShown }),
      jobs: this.jobsApi.list({ nodeId, limit: jobsShown }),
    }).subscribe({
      next: ({ activity, jobs }) => {
        this.loaded.set({ entries: activity.items, jobs: jobs.items });
        this.fault.set(null);
      },
      error: (error: unknown) => {
        if (this.loaded() === null) this.fault.set(error);
      },
    });
  }

  /** A new entry often means that a job has changed, so the jobs are read again with it. */
  add(entry: Activity): void {
    this.loaded.update((loaded) => {
      if (loaded === null || loaded.entries.some(({ id }) => id === entry.id)) return loaded;
      return { ...loaded, entries: [entry, ...loaded.entries].slice(0, entriesShown) };
    });
    this.reload();
  }
}
