import { Component, computed, inject, input, output } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { RolloutTarget } from '@hyprbox/contracts';
import { JobsApi } from '../../core/api/jobs.api';
import { healing } from '../../core/recovery/when-recovered';
import { JobTail } from '../../shared/execution/job-tail';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { TargetStateLabel } from '../targets/target-state-label';

/** What one host of the rollout prints, as it prints it. */
@Component({
  selector: 'hb-host-tail',
  imports: [FailureState, Icon, JobTail, MatButton, MatIconButton, RouterLink, TargetStateLabel],
  template: `
    <div class="head">
      <h2 tabindex="-1">Output of {{ target().nodeId }}</h2>
      <hb-target-state [state]="target().state" />
      <span class="tools">
        @if (target().jobId; as jobId) {
          <a matButton [routerLink]="['/dashboard/jobs', jobId]">Go to the job</a>
        }
        <button matIconButton type="button" aria-label="Close the output" (click)="closed.emit()">
          <hb-icon name="x" />
        </button>
      </span>
    </div>
    @for (job of jobs(); track job.id) {
      <hb-job-tail [loaded]="job" />
    } @empty {
      @if (target().jobId === null) {
        <p class="quiet" role="status">Nothing has run on this host yet.</p>
      } @else if (job.error(); as error) {
        <hb-failure-state [error]="error" (retry)="job.reload()" />
      } @else {
        <div role="status">
          <span class="hb-visually-hidden">Loading the output</span>
          <div class="hb-skeleton"></div>
        </div>
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 8px;
      min-width: 0;
      scroll-margin-top: calc(var(--hb-top-bar) + 8px);
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 12px;
      align-items: center;
    }
    h2 {
      overflow-wrap: anywhere;
    }
    .tools {
      display: flex;
      gap: 4px;
      align-items: center;
      margin-inline-start: auto;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    hb-job-tail,
    .hb-skeleton {
      display: block;
      height: 420px;
    }
    .hb-skeleton {
      border-radius: var(--hb-radius);
    }
  `,
})
export class HostTail {
  private readonly api = inject(JobsApi);

  readonly target = input.required<RolloutTarget>();
  readonly closed = output();

  protected readonly job = healing(
    rxResource({ params: () => this.target().jobId ?? undefined, stream: ({ params }) => this.api.get(params) }),
  );
  /** One view a job: it begins anew with another. */
  protected readonly jobs = computed(() => (this.job.hasValue() ? [this.job.value()] : []));
}
