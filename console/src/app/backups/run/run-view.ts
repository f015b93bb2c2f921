import type { OnInit } from '@angular/core';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { BackupRunDetails } from '@hyprbox/contracts';
import { addressOf, backupsEndpoints, isTerminal } from '@hyprbox/contracts';
import { BackupsApi } from '../../core/api/backups.api';
import { BasePath } from '../../core/base-path/base-path';
import { showLiveSource } from '../../core/live/live-sources';
import { Session } from '../../core/session/session';
import { ExecutionHead } from '../../shared/execution/execution-head';
import { Icon } from '../../shared/icon/icon';
import { DrillProof } from './drill-proof';
import { faultRemedy, faultTitle } from './fault-guidance';
import { RestoreResult } from './restore-result';
import { RunFacts } from './run-facts';
import { RunLog } from './run-log';
import { RunProgress } from './run-progress';
import { RunTracker } from './run-tracker';
import { successSummary } from './success-summary';

/** One run: how far it is, what came of it and what to do about that, what it proved, what it said. */
@Component({
  selector: 'hb-run-view',
  imports: [DrillProof, ExecutionHead, Icon, MatButton, RestoreResult, RouterLink, RunFacts, RunLog, RunProgress],
  providers: [RunTracker],
  templateUrl: './run-view.html',
  styleUrl: './run-view.scss',
})
export class RunView implements OnInit {
  private readonly api = inject(BackupsApi);
  private readonly base = inject(BasePath);
  protected readonly tracker = inject(RunTracker);

  /** The run as it was when the page was opened; it is kept up to date from there. */
  readonly loaded = input.required<BackupRunDetails>();

  protected readonly run = linkedSignal(() => this.loaded());
  protected readonly mayRun = inject(Session).can('backup.run');
  /** Whether it was running when the page was opened. */
  protected readonly wasRunning = signal(false);
  protected readonly sendCancel = () => this.api.runs.cancel(this.run().id);

  protected readonly running = computed(() => !isTerminal(this.run().status));
  protected readonly logUrl = computed(() => this.base.below(addressOf(backupsEndpoints.runs.log(this.run().id))));
  protected readonly progress = computed(() => this.tracker.progress() ?? this.run().progress);

  /** The event of the end comes before the figures. */
  protected readonly success = computed(() => {
    const run = this.run();
    return run.status === 'SUCCEEDED' && run.finishedAt !== null ? successSummary(run) : null;
  });
  protected readonly fault = computed(() => {
    const { reason, message } = this.run();
    return reason === null ? null : { title: faultTitle(reason), message, remedy: faultRemedy(reason) };
  });

  constructor() {
    showLiveSource({ state: this.tracker.connection, asOf: this.tracker.asOf });
  }

  ngOnInit(): void {
    this.wasRunning.set(this.running());
    this.tracker.follow(this.run);
  }
}
