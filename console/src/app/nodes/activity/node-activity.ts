import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { FailureState } from '../../shared/page-state/failure-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { RelativeTime } from '../../shared/time/relative-time';
import { NodeActivityStore } from './node-activity-store';

/** What happened on the host, newest first. */
@Component({
  selector: 'hb-node-activity',
  imports: [FailureState, RelativeTime, RouterLink, ShowMore],
  templateUrl: './node-activity.html',
  styleUrl: '../node-list.scss',
})
export class NodeActivity {
  protected readonly list = inject(NodeActivityStore).list;
  protected readonly placeholders = [1, 2, 3, 4];
}
