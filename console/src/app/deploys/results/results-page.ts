import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type { JobSummary } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { Clock } from '../../core/clock/clock';
import { showHeading } from '../../core/heading/page-heading';
import { JobStates } from '../../core/live/job-states';
import { showLiveSource } from '../../core/live/live-sources';
import { Session } from '../../core/session/session';
import { exitWords } from '../../shared/execution/outcome-words';
import { runDuration } from '../../shared/execution/run-duration';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { ExecutionStatusLabel } from '../../shared/status/execution-status-label';
import { BatchJobs } from './batch-jobs';
import { batchWords, failedFirst, inOrderOf } from './batch-words';
import { rolloutOfJobs } from './rollout-of-jobs';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What became of a preset on several hosts: the jobs that the address names. */
@Component({
  selector: 'hb-results-page',
  imports: [ExecutionStatusLabel, FailureState, MatButton, PageState, RouterLink],
  providers: [BatchJobs, JobStates],
  templateUrl: './results-page.html',
  styleUrl: './results-page.scss',
})
export class ResultsPage {
  private readonly clock = inject(Clock);
  private readonly session = inject(Session);
  protected readonly batch = inject(BatchJobs);

  /** From the address: the preset, and the ids of its jobs, separated by commas. */
  readonly preset = input.required<string>();
  readonly jobs = input<string>();

  private readonly ids = computed(() =>
    [...new Set((this.jobs() ?? '').toLowerCase().split(','))]
      .filter((id) => uuid.test(id))
      .slice(0, limits.streamJobs),
  );
  /** Rows stay where they are under the pointer and around the focus. */
  protected readonly pointed = signal(false);
  protected readonly focused = signal(false);
  private readonly order = linkedSignal<{ jobs: readonly JobSummary[]; frozen: boolean }, readonly JobSummary[]>({
    source: () => ({ jobs: this.batch.jobs() ?? [], frozen: this.pointed() || this.focused() }),
    computation: ({ jobs, frozen }, before) => (frozen && before ? inOrderOf(before.value, jobs) : failedFirst(jobs)),
  });
  protected readonly rows = computed(() => {
    const now = this.clock.now();
    return this.order().map((job) => ({
      job,
      duration: runDuration(job, now) ?? '–',
      exit: job.reason === null ? '' : exitWords(job),
    }));
  });
  protected readonly words = computed(() => batchWords(this.batch.jobs() ?? []));
  protected readonly shares = computed(() => {
    const jobs = this.batch.jobs() ?? [];
    const share = (statuses: readonly string[]): number =>
      (100 * jobs.filter(({ status }) => statuses.includes(status)).length) / Math.max(1, jobs.length);
    return [
      { status: 'SUCCEEDED', percent: share(['SUCCEEDED']) },
      { status: 'FAILED', percent: share(['FAILED', 'CANCELLED']) },
      { status: 'RUNNING', percent: share(['RUNNING']) },
    ];
  });
  protected readonly missing = computed(() => this.ids().length - (this.batch.jobs()?.length ?? 0));
  /** Where the failed ones are run again, with the same values, once all have ended; null when there is no need. */
  protected readonly again = computed(() => {
    const jobs = this.batch.jobs() ?? [];
    const failed = failedFirst(jobs.filter(({ status }) => status === 'FAILED' || status === 'CANCELLED'));
    const [first] = failed;
    if (first === undefined || this.batch.unfinished().length > 0 || !this.session.can('job.run')) return null;
    return { count: failed.length, query: { from: first.id, nodes: failed.map(({ nodeId }) => nodeId).join(',') } };
  });

  constructor() {
    showLiveSource(this.batch.contact);
    showHeading(() => ({
      title: 'Results',
      trail: [
        { label: 'Deploys', link: '/dashboard/deploys' },
        { label: this.preset(), link: `/dashboard/deploys/${this.preset()}` },
      ],
    }));
    effect(() => {
      const ids = this.ids();
      const preset = this.preset();
      untracked(() => this.batch.show(ids, preset));
    });
    const router = inject(Router);
    effect(() => {
      // A rollout has a page that tells more of them.
      const rolloutId = rolloutOfJobs(this.batch.jobs() ?? []);
      if (rolloutId !== null) void router.navigate(['/dashboard/rollouts', rolloutId], { replaceUrl: true });
    });
  }
}
