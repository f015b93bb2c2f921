import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TestMark } from '../../shared/execution/test-mark';
import { FailureState } from '../../shared/page-state/failure-state';
import { ExecutionStatusLabel } from '../../shared/status/execution-status-label';
import { RelativeTime } from '../../shared/time/relative-time';
import { NodeJobsStore } from './node-jobs-store';

/** The host's newest jobs. */
@Component({
  selector: 'hb-node-jobs',
  imports: [ExecutionStatusLabel, FailureState, RelativeTime, RouterLink, TestMark],
  template: `
    <header>
      <h2>Jobs</h2>
      <a routerLink="/dashboard/jobs" [queryParams]="{ node: nodeId() }">All jobs</a>
    </header>
    @if (list.items(); as jobs) {
      <ul>
        @for (job of jobs; track job.id) {
          <li>
            <a [routerLink]="['/dashboard/jobs', job.id]">{{ job.preset }}</a>
            @if (job.isTest) {
              <hb-test-mark />
            }
            <hb-execution-status [status]="job.status" />
            <hb-relative-time [at]="job.createdAt" />
          </li>
        } @empty {
          <li class="none">No job has run on this host yet.</li>
        }
      </ul>
    } @else if (list.problem(); as problem) {
      <hb-failure-state [error]="problem" (retry)="list.reload()" />
    } @else {
      <ul aria-hidden="true">
        @for (placeholder of placeholders; track placeholder) {
          <li><span class="hb-skeleton">restart-service succeeded</span></li>
        }
      </ul>
    }
  `,
  styleUrl: '../node-list.scss',
})
export class NodeJobs {
  protected readonly list = inject(NodeJobsStore).list;

  readonly nodeId = input.required<string>();

  protected readonly placeholders = [1, 2, 3, 4];
}
