import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CurrentPreset, ScheduleFire } from '@hyprbox/contracts';
import { SchedulesApi } from '../../core/api/schedules.api';
import { PagedList } from '../../core/paging/paged-list';
import { FailureState } from '../../shared/page-state/failure-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { dayAndTime } from '../../shared/time/local-time';
import { outcomeTones, outcomeWords } from '../schedule-words';

/** Every time at which a schedule was due, and what became of it, newest first. */
@Component({
  selector: 'hb-schedule-fires',
  imports: [FailureState, RouterLink, ShowMore],
  template: `
    <h2>Firings</h2>
    @if (rows(); as rows) {
      <ul tabindex="-1">
        @for (row of rows; track row.fire.dueAt) {
          <li>
            <time [attr.datetime]="row.fire.dueAt">{{ row.due }}</time>
            <div class="what">
              <span [attr.data-tone]="row.tone">{{ row.words }}</span>
              @if (row.fire.preset; as ran) {
                <span class="quiet" [attr.title]="ran.sha256 && 'SHA-256 ' + ran.sha256">
                  {{ ran.name }}, version {{ ran.version }}
                  @if (row.since; as since) {
                    ·
                    <a
                      [routerLink]="['/dashboard/presets', ran.name, 'diff']"
                      [queryParams]="{ from: ran.version, to: since }"
                      [attr.aria-label]="'See what has changed in ' + ran.name + ' since ' + row.due"
                      >What has changed since</a
                    >
                  }
                </span>
              }
              @if (row.fire.detail; as detail) {
                <span class="quiet">{{ detail }}</span>
              }
            </div>
            @if (row.fire.rolloutId; as id) {
              <a [routerLink]="['/dashboard/rollouts', id]" [attr.aria-label]="'See the rollout of ' + row.due"
                >Rollout</a
              >
            }
          </li>
        } @empty {
          <li class="quiet">It was not due yet.</li>
        }
      </ul>
      <hb-show-more
        [hasMore]="list.hasMore()"
        [loading]="list.loadingMore()"
        [problem]="list.moreProblem()"
        (more)="list.loadMore()"
      />
    } @else if (list.problem(); as problem) {
      <hb-failure-state [error]="problem" (retry)="list.reload()" />
    } @else {
      <div role="status">
        <span class="hb-visually-hidden">Loading the firings</span>
        <div class="hb-skeleton block"></div>
      </div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    h2 {
      padding: 12px 15px 8px;
    }
    ul {
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 14px;
      align-items: baseline;
      padding: 7px 15px;
      border-top: 1px solid var(--hb-line);
    }
    time {
      font-variant-numeric: tabular-nums;
    }
    .what {
      display: flex;
      flex: 1 1 220px;
      flex-direction: column;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    .quiet a {
      text-decoration: underline;
    }
    .block {
      display: block;
      height: 160px;
      margin: 0 15px 15px;
    }
    [data-tone='good'] {
      color: var(--hb-online-text);
    }
    [data-tone='warning'] {
      color: var(--hb-warning-text);
    }
    [data-tone='critical'] {
      color: var(--hb-critical-text);
    }
  `,
})
export class ScheduleFires {
  private readonly api = inject(SchedulesApi);

  readonly scheduleId = input.required<string>();
  /** When it fired last, as the page knows it: the list is read again when that changes. */
  readonly lastFire = input.required<string | null>();

  /** The version of its preset that is current; null for a script of one's own. */
  readonly current = input.required<CurrentPreset | null>();

  protected readonly list = new PagedList<ScheduleFire>();
  protected readonly rows = computed(() =>
    this.list.items()?.map((fire) => ({
      fire,
      due: dayAndTime(new Date(fire.dueAt)),
      words: outcomeWords[fire.outcome],
      tone: outcomeTones[fire.outcome],
      since: this.laterThan(fire),
    })),
  );

  constructor() {
    effect(() => {
      const id = this.scheduleId();
      untracked(() => this.list.show((page) => this.api.fires(id, page)));
    });
    effect(() => {
      if (this.lastFire() !== null) untracked(() => this.list.refresh());
    });
  }

  /** The version that is current, where it is another one than ran. */
  private laterThan({ preset }: ScheduleFire): number | null {
    const current = this.current();
    if (preset === null || preset.name !== current?.name || preset.version === current.version) return null;
    return current.version;
  }
}
