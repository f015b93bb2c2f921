import { Component, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Activity, JobSummary } from '@hyprbox/contracts';
import { FailureState } from '../shared/page-state/failure-state';
import { ExecutionStatusLabel } from '../shared/status/execution-status-label';
import { RelativeTime } from '../shared/time/relative-time';

/** The host's newest jobs and what else happened there. */
@Component({
  selector: 'hb-node-events',
  imports: [ExecutionStatusLabel, FailureState, RelativeTime, RouterLink],
  templateUrl: './node-events.html',
  styleUrl: './node-events.scss',
})
export class NodeEvents {
  readonly nodeId = input.required<string>();
  /** Null while they are being loaded. */
  readonly jobs = input.required<readonly JobSummary[] | null>();
  readonly entries = input.required<readonly Activity[] | null>();
  readonly error = input.required<unknown>();
  readonly retry = output();

  protected readonly placeholders = [1, 2, 3, 4];
}
