import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { RouterLink } from '@angular/router';
import type { TestedPreset } from '@hyprbox/contracts';
import { JobsApi } from '../../core/api/jobs.api';
import { healing } from '../../core/recovery/when-recovered';
import { JobTail } from '../../shared/execution/job-tail';
import { outcomeWords } from '../../shared/execution/outcome-words';
import { FailureState } from '../../shared/page-state/failure-state';
import { ExecutionStatusLabel } from '../../shared/status/execution-status-label';

/** The jobs of a test run: what each host prints, as it prints it, and how it ended. */
@Component({
  selector: 'hb-test-runs',
  imports: [ExecutionStatusLabel, FailureState, JobTail, MatButton, MatButtonToggle, MatButtonToggleGroup, RouterLink],
  template: `
    <div class="jobs">
      <mat-button-toggle-group
        hideSingleSelectionIndicator
        aria-label="Host"
        [value]="jobId()"
        (change)="jobId.set($event.value)"
      >
        @for (run of runs().jobs; track run.jobId) {
          <mat-button-toggle [value]="run.jobId">{{ run.nodeId }}</mat-button-toggle>
        }
      </mat-button-toggle-group>
      <a matButton target="_blank" [routerLink]="['/dashboard/jobs', jobId()]">Open the job in a new tab</a>
    </div>
    @for (job of shown(); track job.id) {
      <hb-job-tail #tail [loaded]="job" />
      @let now = tail.job();
      <p class="outcome" role="status">
        <hb-execution-status [status]="now.status" />
        @if (outcomeOf(now); as words) {
          <span class="quiet">{{ words }}</span>
        }
      </p>
    } @empty {
      @if (job.error(); as error) {
        <hb-failure-state [error]="error" (retry)="job.reload()" />
      } @else {
        <p class="quiet" role="status">Loading the output…</p>
      }
    }
  `,
  styleUrl: './dialog.scss',
})
export class TestRuns {
  private readonly api = inject(JobsApi);

  readonly runs = input.required<TestedPreset>();

  protected readonly outcomeOf = outcomeWords;
  protected readonly jobId = linkedSignal(() => this.runs().jobs[0]?.jobId ?? '');
  protected readonly job = healing(
    rxResource({ params: () => this.jobId() || undefined, stream: ({ params }) => this.api.get(params) }),
  );
  /** One view a job: it begins anew with another. */
  protected readonly shown = computed(() => (this.job.hasValue() ? [this.job.value()] : []));
}
