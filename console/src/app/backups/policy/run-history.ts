import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import type { BackupRun } from '@hyprbox/contracts';
import { map } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import { HistoryChart } from '../../shared/chart/history-chart';
import { preciseDuration } from '../../shared/execution/run-duration';
import { formatBytes } from '../../shared/figures/format';
import { FailureState } from '../../shared/page-state/failure-state';

/** Backups that the charts show: the newest. */
const runsShown = 100;

/** Duration, bytes added and the repository's size over a host's backups. */
@Component({
  selector: 'hb-run-history',
  imports: [FailureState, HistoryChart],
  template: `
    <h2>History of {{ nodeId() }}</h2>
    @if (runs.error(); as error) {
      <hb-failure-state [error]="error" (retry)="runs.reload()" />
    } @else if (finished(); as finished) {
      @if (finished.length > 1) {
        <div class="charts">
          @for (chart of charts(); track chart.title) {
            <figure>
              <figcaption>{{ chart.title }}</figcaption>
              <div class="plot">
                @defer {
                  <hb-history-chart
                    [label]="chart.title"
                    [times]="times()"
                    [series]="chart.series"
                    [format]="chart.format"
                    [silence]="everlasting"
                  />
                } @placeholder {
                  <div class="hb-skeleton block"></div>
                }
              </div>
            </figure>
          }
        </div>
      } @else {
        <p class="quiet">After two backups their course is drawn here.</p>
      }
    } @else {
      <div class="hb-skeleton block" role="status"><span class="hb-visually-hidden">Loading the history</span></div>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 12px 15px;
    }
    .charts {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr));
      gap: 16px;
      margin-top: 12px;
    }
    figure {
      min-width: 0;
      margin: 0;
    }
    figcaption {
      font-size: 12px;
    }
    figcaption,
    .quiet {
      color: var(--hb-text-secondary);
    }
    .quiet {
      margin-top: 8px;
    }
    .plot {
      height: 150px;
    }
    .block {
      display: block;
      height: 150px;
      border-radius: var(--hb-radius-control);
    }
  `,
})
export class RunHistory {
  private readonly api = inject(BackupsApi);

  readonly policyId = input.required<string>();
  readonly nodeId = input.required<string>();
  /** When the last good backup was made: with another one there is more to draw. */
  readonly newestAt = input.required<string | null>();

  /** Between two backups nothing is missing, however long it is. */
  protected readonly everlasting = Number.MAX_SAFE_INTEGER;

  protected readonly runs = rxResource({
    params: () => ({ policyId: this.policyId(), nodeId: this.nodeId() }),
    stream: ({ params }) =>
      this.api.runs
        .list({ ...params, kind: 'BACKUP', status: 'SUCCEEDED', limit: runsShown })
        .pipe(map(({ items }) => [...items].reverse())),
  });
  protected readonly finished = computed(() =>
    this.runs.hasValue() ? this.runs.value().filter(({ finishedAt }) => finishedAt !== null) : null,
  );
  protected readonly times = computed(() =>
    (this.finished() ?? []).map(({ finishedAt }) => Date.parse(finishedAt ?? '')),
  );
  protected readonly charts = computed(() => {
    const values = (of: (run: BackupRun) => number | null): (number | null)[] => (this.finished() ?? []).map(of);
    const line = (name: string, of: (run: BackupRun) => number | null) => ({
      title: name,
      series: [{ name, colour: 'first' as const, values: values(of) }],
    });
    return [
      { ...line('Duration', durationOf), format: preciseDuration },
      { ...line('Added', (run) => run.bytesAdded), format: formatBytes },
      { ...line('Repository', (run) => run.repositoryBytes), format: formatBytes },
    ];
  });

  constructor() {
    effect(() => {
      this.newestAt();
      untracked(() => this.runs.reload());
    });
  }
}

/** Milliseconds. */
function durationOf({ startedAt, finishedAt }: BackupRun): number | null {
  return startedAt === null || finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt);
}
