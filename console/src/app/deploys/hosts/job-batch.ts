import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { CreateJobRequest, JobSummary } from '@hyprbox/contracts';
import { catchError, defer, from, map, mergeMap, of } from 'rxjs';
import { JobsApi } from '../../core/api/jobs.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';

/** Jobs that are being queued at the same time. */
const atOnce = 4;

/** What became of one host. */
export interface BatchEntry {
  readonly nodeId: string;
  readonly job: JobSummary | null;
  readonly problem: ApiProblem | null;
}

/** Queues one job a host. */
@Injectable()
export class JobBatch {
  private readonly jobs = inject(JobsApi);
  private readonly owner = inject(DestroyRef);
  private readonly all = signal<readonly BatchEntry[]>([]);
  private readonly left = signal(0);
  private request: Omit<CreateJobRequest, 'nodeId'> | null = null;
  /** A host's order keeps its name when it is tried again: the first try may have been carried out, its answer lost. */
  private keys = new Map<string, string>();

  readonly entries = this.all.asReadonly();
  readonly queueing = computed(() => this.left() > 0);
  readonly failed = computed(() => this.all().filter(({ problem }) => problem !== null));

  start(request: Omit<CreateJobRequest, 'nodeId'>, nodeIds: readonly string[]): void {
    this.request = request;
    this.keys = new Map(nodeIds.map((nodeId) => [nodeId, randomKey()]));
    this.all.set(nodeIds.map((nodeId) => ({ nodeId, job: null, problem: null })));
    this.queue(nodeIds);
  }

  retryFailed(): void {
    this.queue(this.failed().map(({ nodeId }) => nodeId));
  }

  clear(): void {
    this.all.set([]);
  }

  private queue(nodeIds: readonly string[]): void {
    const { request } = this;
    if (request === null) return;
    this.left.update((count) => count + nodeIds.length);
    for (const nodeId of nodeIds) this.change(nodeId, { job: null, problem: null });
    from(nodeIds)
      .pipe(
        mergeMap((nodeId) => this.create({ ...request, nodeId }), atOnce),
        takeUntilDestroyed(this.owner),
      )
      .subscribe(({ nodeId, ...result }) => {
        this.left.update((count) => count - 1);
        this.change(nodeId, result);
      });
  }

  private create(request: CreateJobRequest) {
    return defer(() => this.jobs.create(request, this.keys.get(request.nodeId) ?? randomKey())).pipe(
      map((job): BatchEntry => ({ nodeId: request.nodeId, job, problem: null })),
      catchError((error: unknown) =>
        of<BatchEntry>({ nodeId: request.nodeId, job: null, problem: toApiProblem(error) }),
      ),
    );
  }

  private change(nodeId: string, result: Omit<BatchEntry, 'nodeId'>): void {
    this.all.update((entries) => entries.map((entry) => (entry.nodeId === nodeId ? { nodeId, ...result } : entry)));
  }
}

/** Random, also on a page without HTTPS, where browsers have no `randomUUID`. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
