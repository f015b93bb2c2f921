import type { OnInit } from '@angular/core';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import type { Job } from '@hyprbox/contracts';
import { isTerminal, outputStreams } from '@hyprbox/contracts';
import { JobsApi } from '../core/api/jobs.api';
import type { ApiProblem } from '../core/api/problem';
import { toApiProblem } from '../core/api/problem';
import { Clock } from '../core/clock/clock';
import { showLiveSource } from '../core/live/live-sources';
import { Session } from '../core/session/session';
import { formatBytes } from '../shared/figures/format';
import { Icon } from '../shared/icon/icon';
import { ExecutionStatusLabel } from '../shared/status/execution-status-label';
import { executionStatusWords } from '../shared/status/execution-status-words';
import { JobFacts } from './job-facts';
import { JobTracker } from './job-tracker';
import { outcomeWords } from '../shared/execution/outcome-words';
import { OutputPane } from '../shared/output/output-pane';
import { preciseDuration, runDuration } from '../shared/execution/run-duration';

/** One job: what it does now, what it prints, what it was told. */
@Component({
  selector: 'hb-job-view',
  imports: [
    ExecutionStatusLabel,
    Icon,
    JobFacts,
    MatButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    OutputPane,
    RouterLink,
  ],
  providers: [JobTracker],
  templateUrl: './job-view.html',
  styleUrl: './job-view.scss',
})
export class JobView implements OnInit {
  private readonly jobs = inject(JobsApi);
  private readonly clock = inject(Clock);
  private readonly session = inject(Session);
  protected readonly tracker = inject(JobTracker);

  /** The job as it was when the page was opened; it is kept up to date from there. */
  readonly loaded = input.required<Job>();

  protected readonly job = linkedSignal(() => this.loaded());
  protected readonly cancelSent = signal(false);
  protected readonly cancelProblem = signal<ApiProblem | null>(null);

  protected readonly mayRun = computed(() => this.session.can('job.run'));
  protected readonly running = computed(() => !isTerminal(this.job().status));
  protected readonly cancelling = computed(() => this.cancelSent() || this.job().cancelRequestedAt !== null);
  protected readonly duration = computed(() => runDuration(this.job(), this.clock.now()) ?? '');
  protected readonly statusWord = computed(() => executionStatusWords[this.job().status]);
  protected readonly outcome = computed(() => outcomeWords(this.job()));
  protected readonly totalBytes = computed(() =>
    Math.max(this.job().stdoutBytes + this.job().stderrBytes, this.tracker.output.receivedBytes()),
  );
  protected readonly droppedBytes = computed(() => this.job().stdoutDroppedBytes + this.job().stderrDroppedBytes);

  protected readonly pickup = computed(() => {
    const { attempt, createdAt, startedAt } = this.job();
    if (startedAt === null) return '';
    return `attempt ${attempt} · queued → started ${preciseDuration(Date.parse(startedAt) - Date.parse(createdAt))}`;
  });

  protected readonly downloads = computed(() =>
    outputStreams.map((stream) => ({
      stream,
      url: this.jobs.outputUrl(this.job().id, stream),
      fileName: `${this.job().preset}-${this.job().id}.${stream}.log`,
      size: formatBytes(
        stream === 'stdout'
          ? this.job().stdoutBytes - this.job().stdoutDroppedBytes
          : this.job().stderrBytes - this.job().stderrDroppedBytes,
      ),
    })),
  );

  constructor() {
    showLiveSource({ state: this.tracker.connection, asOf: this.tracker.asOf });
  }

  ngOnInit(): void {
    this.tracker.follow(this.job);
  }

  protected cancel(): void {
    if (this.cancelling()) return;
    this.cancelSent.set(true);
    this.cancelProblem.set(null);
    this.jobs.cancel(this.job().id).subscribe({
      next: () => this.tracker.reload(this.job),
      error: (error: unknown) => {
        const problem = toApiProblem(error);
        this.cancelSent.set(false);
        // It ended by itself in the meantime: there is nothing left to cancel, and the page will say how it ended.
        if (problem.kind === 'conflict') this.tracker.reload(this.job);
        else this.cancelProblem.set(problem);
      },
    });
  }
}
