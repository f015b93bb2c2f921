import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Activity } from '@hyprbox/contracts';
import { FailureState } from '../shared/page-state/failure-state';
import { TimeOfDay } from '../shared/time/time-of-day';
import { FleetActivity } from './fleet-activity';

/** What is happening in the fleet; the newest entry slides in at the top. */
@Component({
  selector: 'hb-activity-card',
  imports: [FailureState, RouterLink, TimeOfDay],
  template: `
    <header>
      <h2>Activity</h2>
      <a routerLink="/dashboard/logs" aria-label="All activity">All</a>
    </header>
    @if (activity.entries(); as entries) {
      <ol aria-label="Activity, newest first">
        @for (entry of entries; track entry.id) {
          <li [class.entering]="activity.arrived().has(entry.id)">
            <hb-time-of-day [at]="entry.at" />
            <span class="message">
              @if (linkOf(entry); as link) {
                <a [routerLink]="link">{{ entry.message }}</a>
              } @else {
                {{ entry.message }}
              }
              @if (entry.nodeId && !entry.message.includes(entry.nodeId)) {
                &ngsp;<span class="host">on {{ entry.nodeId }}</span>
              }
            </span>
          </li>
        } @empty {
          <li class="none">Nothing has happened yet. Hosts that come and go, and jobs, appear here by themselves.</li>
        }
      </ol>
    } @else if (activity.error()) {
      <hb-failure-state [error]="activity.error()" (retry)="activity.load()" />
    } @else {
      <ol aria-hidden="true">
        @for (placeholder of placeholders; track placeholder) {
          <li><span class="hb-skeleton">13:42:07 restart-service succeeded</span></li>
        }
      </ol>
    }
  `,
  styleUrl: './activity-card.scss',
})
export class ActivityCard {
  protected readonly activity = inject(FleetActivity);
  protected readonly placeholders = [1, 2, 3, 4];

  /** The job that an entry is about, or else the host. */
  protected linkOf({ jobId, nodeId }: Activity): string[] | null {
    if (jobId !== undefined) return ['/dashboard/jobs', jobId];
    return nodeId === null ? null : ['/dashboard/nodes', nodeId];
  }
}
