import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AlertEvent } from '@hyprbox/contracts';
import { alertEventWords } from '../../shared/alerts/alert-words';
import { TimeOfDay } from '../../shared/time/time-of-day';

/** What became of an alert, newest first. */
@Component({
  selector: 'hb-alert-timeline',
  imports: [RouterLink, TimeOfDay],
  template: `
    <h2>Timeline</h2>
    <ol>
      @for (event of newestFirst(); track $index) {
        <li>
          <hb-time-of-day [at]="event.at" />
          <div>
            <strong>{{ words[event.kind] }}</strong>
            @if (event.actor) {
              <span class="quiet"> by {{ event.actor }}</span>
            }
            @if (event.detail) {
              <p>{{ event.detail }}</p>
            }
            @if (event.jobId; as jobId) {
              <a [routerLink]="['/dashboard/jobs', jobId]">See the job</a>
            }
          </div>
        </li>
      } @empty {
        <li class="quiet">Nothing has happened yet.</li>
      }
    </ol>
  `,
  styles: `
    :host {
      display: block;
    }
    h2 {
      padding: 12px 15px 8px;
    }
    ol {
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      display: flex;
      gap: 10px;
      align-items: baseline;
      padding: 7px 15px;
      border-top: 1px solid var(--hb-line);
    }
    div {
      min-width: 0;
    }
    p {
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
    p,
    .quiet {
      color: var(--hb-text-secondary);
    }
  `,
})
export class AlertTimeline {
  /** Oldest first. */
  readonly events = input.required<readonly AlertEvent[]>();

  protected readonly words = alertEventWords;
  protected readonly newestFirst = computed(() => this.events().toReversed());
}
