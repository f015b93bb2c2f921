import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { ExecutionStatusLabel } from '../../shared/status/execution-status-label';
import type { BatchEntry } from './job-batch';

/** How the queueing of one preset on several hosts goes: shown until all are queued, or when some could not be. */
@Component({
  selector: 'hb-batch-results',
  imports: [ExecutionStatusLabel, MatButton, RouterLink],
  template: `
    <div class="head">
      <h2 tabindex="-1">{{ summary() }}</h2>
      <div class="actions">
        @if (refused() > 0) {
          <button matButton="outlined" type="button" (click)="retry.emit()">Try again what failed</button>
          @if (followQuery(); as query) {
            <a matButton="outlined" [routerLink]="['/dashboard/deploys', preset(), 'results']" [queryParams]="query">
              Follow the others
            </a>
          }
        }
        <button matButton="outlined" type="button" (click)="closed.emit()">Back to the form</button>
      </div>
    </div>
    <ul>
      @for (entry of entries(); track entry.nodeId) {
        <li>
          @if (entry.job; as job) {
            <a [routerLink]="['/dashboard/jobs', job.id]"
              >{{ entry.nodeId }}<span class="hb-visually-hidden">, its job</span></a
            >
            <hb-execution-status [status]="job.status" />
          } @else if (entry.problem; as problem) {
            <span>{{ entry.nodeId }}</span>
            <span class="failed" role="alert">Not queued: {{ problem.detail || problem.title }}</span>
          } @else {
            <span>{{ entry.nodeId }}</span>
            <span class="quiet">Queueing…</span>
          }
        </li>
      }
    </ul>
  `,
  styles: `
    .head {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 16px;
      align-items: center;
      justify-content: space-between;
      padding: 12px 16px;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    ul {
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      display: flex;
      gap: 4px 16px;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      min-height: 38px;
      padding: 4px 16px;
      border-top: 1px solid var(--hb-line);
    }
    .failed {
      color: var(--hb-critical-text);
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
  `,
})
export class BatchResults {
  readonly entries = input.required<readonly BatchEntry[]>();
  readonly preset = input.required<string>();
  readonly retry = output();
  readonly closed = output();

  protected readonly refused = computed(() => this.entries().filter(({ problem }) => problem !== null).length);
  private readonly queued = computed(() => this.entries().flatMap(({ job }) => (job === null ? [] : [job.id])));
  /** What the address of the results names; null while nothing is queued. */
  protected readonly followQuery = computed(() =>
    this.queued().length === 0 ? null : { jobs: this.queued().join(',') },
  );
  protected readonly summary = computed(() => {
    const words = `${this.queued().length} of ${this.entries().length} queued`;
    return this.refused() > 0 ? `${words} · ${this.refused()} not queued` : words;
  });
}
