import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { JobSummary, StatusEvent } from '@hyprbox/contracts';
import { isTerminal } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { JobsApi } from '../../core/api/jobs.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { Contact, pollSeconds } from '../../core/live/contact';
import { JobStates } from '../../core/live/job-states';
import { pollWhileVisible } from '../../core/live/poll';
import { newest } from '../../shared/execution/execution-state';
import { jobsOfIds } from './jobs-of-ids';

/** The jobs of one go on several hosts, followed by one stream until all have ended. */
@Injectable()
export class BatchJobs {
  private readonly api = inject(JobsApi);
  private readonly states = inject(JobStates);
  private readonly owner = inject(DestroyRef);
  private readonly known = signal<readonly JobSummary[] | null>(null);
  private readonly failure = signal<ApiProblem | null>(null);
  private ids: readonly string[] = [];
  private preset = '';
  private pending: Subscription | null = null;

  /** Null until they are loaded; none of those that the server does not know. */
  readonly jobs = this.known.asReadonly();
  readonly problem = this.failure.asReadonly();
  readonly unfinished = computed(() => (this.known() ?? []).filter(({ status }) => !isTerminal(status)));
  /** Whether what is shown is what is: of jobs that have ended nothing more is told. */
  readonly contact = new Contact(
    computed(() => this.states.connection() ?? { state: this.failure() === null ? 'live' : 'lost', since: 0 }),
  );

  constructor() {
    pollWhileVisible(pollSeconds, () => {
      if (this.known() === null || this.unfinished().length > 0) this.load();
    });
  }

  show(ids: readonly string[], preset: string): void {
    this.ids = ids;
    this.preset = preset;
    this.known.set(null);
    this.load();
  }

  load(): void {
    if (this.ids.length === 0) {
      this.known.set([]);
      return;
    }
    this.pending?.unsubscribe();
    this.pending = jobsOfIds((query) => this.api.list(query), this.ids, this.preset)
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe({
        next: (jobs) => {
          this.failure.set(null);
          this.contact.heard();
          const known = new Map(this.known()?.map((job) => [job.id, job]));
          this.known.set(jobs.map((job) => newest(job, known.get(job.id))));
          this.follow();
        },
        error: (error: unknown) => this.failure.set(toApiProblem(error)),
      });
  }

  private follow(): void {
    this.states.follow(
      this.unfinished().map(({ id }) => id),
      (jobId, status) => this.change(jobId, status),
    );
  }

  private change(jobId: string, { status, reason, exitCode }: StatusEvent): void {
    this.contact.heard();
    const before = this.known()?.find(({ id }) => id === jobId);
    if (before === undefined || before.status === status || isTerminal(before.status)) return;
    this.known.update((jobs) =>
      (jobs ?? []).map((job) => (job.id === jobId ? { ...job, status, reason, exitCode } : job)),
    );
    // The event tells the status only; the times come with the jobs, one call for all that have changed.
    this.load();
  }
}
