import type { OnInit } from '@angular/core';
import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import type { Job, OutputStream } from '@hyprbox/contracts';
import { addressOf, jobsEndpoints, outputStreams } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { JobsApi } from '../core/api/jobs.api';
import { BasePath } from '../core/base-path/base-path';
import { showLiveSource } from '../core/live/live-sources';
import { Session } from '../core/session/session';
import { ExecutionHead } from '../shared/execution/execution-head';
import { formatBytes } from '../shared/figures/format';
import { Icon } from '../shared/icon/icon';
import { isOwnScript } from '../shared/rollout/own-script';
import { JobFacts } from './job-facts';
import { JobTracker } from '../shared/execution/job-tracker';
import { outcomeWords } from '../shared/execution/outcome-words';
import { OutputPane } from '../shared/output/output-pane';
import { preciseDuration } from '../shared/execution/run-duration';

/** One job: what it does now, what it prints, what it was told. */
@Component({
  selector: 'hb-job-view',
  imports: [ExecutionHead, Icon, JobFacts, MatButton, MatMenu, MatMenuItem, MatMenuTrigger, OutputPane, RouterLink],
  providers: [JobTracker],
  templateUrl: './job-view.html',
  styleUrl: './job-view.scss',
})
export class JobView implements OnInit {
  private readonly jobs = inject(JobsApi);
  private readonly base = inject(BasePath);
  private readonly session = inject(Session);
  protected readonly tracker = inject(JobTracker);

  /** The job as it was when the page was opened; it is kept up to date from there. */
  readonly loaded = input.required<Job>();

  protected readonly job = linkedSignal(() => this.loaded());
  protected readonly sendCancel = () => this.jobs.cancel(this.job().id);

  protected readonly mayRun = computed(() => this.session.can('job.run'));
  /** A script of one's own is run again from where such scripts are written, and a draft from its editor. */
  protected readonly mayRunAgain = computed(
    () => this.mayRun() && !isOwnScript(this.job().preset) && !this.job().isTest,
  );
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

  protected readonly readStored = (stream: OutputStream): Promise<ArrayBuffer> =>
    firstValueFrom(this.jobs.output(this.job().id, stream));

  protected readonly downloads = computed(() =>
    outputStreams.map((stream) => ({
      stream,
      url: this.base.below(addressOf(jobsEndpoints.output(this.job().id, stream))),
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
}
