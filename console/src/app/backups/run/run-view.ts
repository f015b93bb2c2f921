import type { OnInit } from '@angular/core';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { BackupRunDetails } from '@hyprbox/contracts';
import { isTerminal } from '@hyprbox/contracts';
import { BackupsApi } from '../../core/api/backups.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { Clock } from '../../core/clock/clock';
import { showLiveSource } from '../../core/live/live-sources';
import { Session } from '../../core/session/session';
import { runDuration } from '../../shared/execution/run-duration';
import { Icon } from '../../shared/icon/icon';
import { ExecutionStatusLabel } from '../../shared/status/execution-status-label';
import { executionStatusWords } from '../../shared/status/execution-status-words';
import { DrillProof } from './drill-proof';
import { faultRemedy, faultTitle } from './fault-words';
import { RestoreResult } from './restore-result';
import { RunFacts } from './run-facts';
import { RunLog } from './run-log';
import { RunProgress } from './run-progress';
import { RunTracker } from './run-tracker';
import { successWords } from './success-words';

/** One run: how far it is, what came of it and what to do about that, what it proved, what it said. */
@Component({
  selector: 'hb-run-view',
  imports: [
    DrillProof,
    ExecutionStatusLabel,
    Icon,
    MatButton,
    RestoreResult,
    RouterLink,
    RunFacts,
    RunLog,
    RunProgress,
  ],
  providers: [RunTracker],
  templateUrl: './run-view.html',
  styleUrl: './run-view.scss',
})
export class RunView implements OnInit {
  private readonly api = inject(BackupsApi);
  private readonly clock = inject(Clock);
  protected readonly tracker = inject(RunTracker);

  /** The run as it was when the page was opened; it is kept up to date from there. */
  readonly loaded = input.required<BackupRunDetails>();

  protected readonly run = linkedSignal(() => this.loaded());
  protected readonly mayRun = inject(Session).can('backup.run');
  protected readonly cancelSent = signal(false);
  protected readonly cancelProblem = signal<ApiProblem | null>(null);

  protected readonly running = computed(() => !isTerminal(this.run().status));
  protected readonly cancelling = computed(() => this.cancelSent() || this.run().cancelRequestedAt !== null);
  protected readonly duration = computed(() => runDuration(this.run(), this.clock.now()) ?? '');
  protected readonly statusWord = computed(() => executionStatusWords[this.run().status]);
  protected readonly logUrl = computed(() => this.api.runLogUrl(this.run().id));
  protected readonly progress = computed(() => this.tracker.progress() ?? this.run().progress);

  protected readonly success = computed(() => (this.run().status === 'SUCCEEDED' ? successWords(this.run()) : null));
  protected readonly fault = computed(() => {
    const { reason, message } = this.run();
    return reason === null ? null : { title: faultTitle(reason), message, remedy: faultRemedy(reason) };
  });

  constructor() {
    showLiveSource({ state: this.tracker.connection, asOf: this.tracker.asOf });
  }

  ngOnInit(): void {
    this.tracker.follow(this.run);
  }

  protected cancel(): void {
    if (this.cancelling()) return;
    this.cancelSent.set(true);
    this.cancelProblem.set(null);
    this.api.cancelRun(this.run().id).subscribe({
      next: () => this.tracker.reload(),
      error: (error: unknown) => {
        const problem = toApiProblem(error);
        this.cancelSent.set(false);
        // It ended by itself in the meantime: there is nothing left to cancel, and the page will say how it ended.
        if (problem.kind === 'conflict') this.tracker.reload();
        else this.cancelProblem.set(problem);
      },
    });
  }
}
