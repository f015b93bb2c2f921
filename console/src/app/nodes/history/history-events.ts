import { Component, computed, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ChartSpan } from '../../shared/chart/chart-frame';
import { formatCount } from '../../shared/figures/format';
import { dayAndMonth, timeOfDay } from '../../shared/time/local-time';
import type { HistoryEvent } from './history-event';

/** The ticks of the charts as a list, for the keyboard and for those who cannot see them. */
@Component({
  selector: 'hb-history-events',
  imports: [RouterLink],
  template: `
    @if (rows().length === 0) {
      <p>In this time no alert fired on this host, and no job ran.</p>
    } @else {
      <details (toggle)="toggled($event)">
        <summary>{{ summary() }}</summary>
        @if (open()) {
          <ul>
            @for (row of rows(); track row.event.id) {
              <li>
                <span
                  class="shape"
                  aria-hidden="true"
                  [attr.data-kind]="row.event.kind"
                  [attr.data-tone]="row.event.tone"
                ></span>
                <time [attr.datetime]="row.iso">{{ row.time }}</time>
                <a [routerLink]="row.event.link">{{ row.event.name }}</a>
                <span class="words">{{ row.event.kind }} · {{ row.event.words }}</span>
              </li>
            }
          </ul>
          @if (hasOlder()) {
            <p>There is more in this time than is marked. Zoom in to see it.</p>
          }
        }
      </details>
    }
  `,
  styles: `
    :host {
      display: block;
      margin-top: 8px;
      font-size: 13px;
    }
    summary,
    p,
    time,
    .words {
      color: var(--hb-text-secondary);
    }
    summary {
      padding: 4px 0;
      cursor: pointer;
    }
    ul {
      max-height: 320px;
      padding: 0;
      margin: 4px 0 0;
      overflow-y: auto;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 10px;
      align-items: baseline;
      padding: 5px 0;
      border-top: 1px solid var(--hb-line);
    }
    time {
      font-variant-numeric: tabular-nums;
    }
    li > a {
      overflow-wrap: anywhere;
    }
    .shape {
      --tick: var(--hb-offline);

      width: 9px;
      height: 9px;
      background: var(--tick);
      border-radius: 50%;
    }
    [data-kind='alert'] {
      border-radius: 1px;
      rotate: 45deg;
    }
    [data-tone='critical'] {
      --tick: var(--hb-critical);
    }
    [data-tone='warning'] {
      --tick: var(--hb-warning);
    }
    [data-tone='good'] {
      --tick: var(--hb-online);
    }
  `,
})
export class HistoryEvents {
  readonly events = input.required<readonly HistoryEvent[]>();
  readonly hasOlder = input.required<boolean>();
  /** Those before and after are not listed. */
  readonly span = input.required<ChartSpan>();

  protected readonly open = signal(false);
  protected readonly rows = computed(() => {
    const { from, to } = this.span();
    return this.events()
      .filter(({ at }) => at >= from && at <= to)
      .map((event) => {
        const at = new Date(event.at);
        return { event, iso: at.toISOString(), time: `${dayAndMonth(at)}, ${timeOfDay(at)}` };
      });
  });
  protected readonly summary = computed(() => {
    const count = (kind: HistoryEvent['kind']): string => {
      const some = this.rows().filter(({ event }) => event.kind === kind).length;
      return `${formatCount(some)}${this.hasOlder() ? ' or more' : ''} ${some === 1 ? kind : `${kind}s`}`;
    };
    return `In this time: ${count('alert')}, ${count('job')}`;
  });

  protected toggled({ target }: Event): void {
    this.open.set(target instanceof HTMLDetailsElement && target.open);
  }
}
