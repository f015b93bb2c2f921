import { Component, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { JobsApi } from '../core/api/jobs.api';
import { showHeading } from '../core/heading/page-heading';
import { FailureState } from '../shared/page-state/failure-state';
import { presetWords } from '../shared/rollout/own-script';
import { JobView } from './job-view';

/** Loads the job that the address names. */
@Component({
  selector: 'hb-job-page',
  imports: [FailureState, JobView, MatButton, RouterLink],
  template: `
    <!-- One view a job: it begins anew when the address names another. -->
    @for (job of loaded(); track job.id) {
      <hb-job-view [loaded]="job" />
    } @empty {
      @if (job.error(); as error) {
        <hb-failure-state [error]="error" (retry)="job.reload()">
          <a matButton="outlined" routerLink="/dashboard/jobs">Go to the jobs</a>
        </hb-failure-state>
      } @else {
        <div class="skeleton" role="status">
          <span class="hb-visually-hidden">Loading the job</span>
          <div class="hb-skeleton head"></div>
          <div class="hb-skeleton output"></div>
          <div class="hb-skeleton facts"></div>
        </div>
      }
    }
  `,
  styles: `
    .skeleton {
      display: grid;
      grid-template: 32px 1fr / minmax(0, 1fr) 300px;
      gap: 12px 16px;
      height: calc(100dvh - var(--hb-top-bar) - var(--hb-bottom-bar));
      padding: 20px var(--hb-page-gutter);
    }
    .head {
      width: 220px;
    }
    .output {
      grid-row: 2;
      border-radius: var(--hb-radius);
    }
    .facts {
      grid-area: 1 / 2 / 3;
      height: 290px;
      border-radius: var(--hb-radius);
    }
    @media (width < 1000px) {
      .skeleton {
        grid-template-columns: minmax(0, 1fr);
      }
      .facts {
        display: none;
      }
    }
  `,
})
export class JobPage {
  private readonly jobs = inject(JobsApi);

  /** From the address. */
  readonly jobId = input.required<string>();

  protected readonly job = rxResource({ params: () => this.jobId(), stream: ({ params }) => this.jobs.get(params) });

  constructor() {
    showHeading(() => {
      const [job] = this.loaded();
      return {
        title: job === undefined ? 'Job' : `${presetWords(job.preset)} on ${job.nodeId}`,
        trail: [{ label: 'Jobs', link: '/dashboard/jobs' }],
      };
    });
  }

  protected loaded() {
    return this.job.hasValue() ? [this.job.value()] : [];
  }
}
