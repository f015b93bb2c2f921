import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { toApiProblem } from '../../core/api/problem';
import { FailureState } from '../../shared/page-state/failure-state';
import { RelativeTime } from '../../shared/time/relative-time';
import { NodeActivityStore } from './node-activity-store';

/** What happened on the host, newest first. */
@Component({
  selector: 'hb-node-activity',
  imports: [FailureState, MatButton, RelativeTime, RouterLink],
  templateUrl: './node-activity.html',
  styleUrl: '../node-list.scss',
})
export class NodeActivity {
  protected readonly store = inject(NodeActivityStore);
  protected readonly fault = computed(() =>
    this.store.moreError() === null ? '' : toApiProblem(this.store.moreError()).detail,
  );
  protected readonly placeholders = [1, 2, 3, 4];
}
