import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { BackupRun } from '@hyprbox/contracts';
import { Clock } from '../../core/clock/clock';
import { runDuration } from '../../shared/execution/run-duration';
import { formatBytes } from '../../shared/figures/format';
import { ExecutionStatusLabel } from '../../shared/status/execution-status-label';
import { RelativeTime } from '../../shared/time/relative-time';
import { faultTitle } from './fault-guidance';
import { runName } from './kind-labels';

/** Runs, newest first. */
@Component({
  selector: 'hb-run-table',
  imports: [ExecutionStatusLabel, RelativeTime, RouterLink],
  template: `
    <table class="hb-table">
      <caption class="hb-visually-hidden">
        Runs, newest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Status</th>
          <th scope="col">Host</th>
          <th scope="col">By</th>
          <th scope="col">Queued</th>
          <th scope="col" class="figure">Duration</th>
          <th scope="col" class="figure">Added</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.run.id) {
          <tr>
            <td class="kind">
              <a [routerLink]="['/dashboard/backups/runs', row.run.id]"
                >{{ row.kind }}<span class="hb-visually-hidden"> of {{ row.run.nodeId }}</span></a
              >
            </td>
            <td class="status">
              <hb-execution-status [status]="row.run.status" />
              @if (row.fault) {
                <span class="fault">{{ row.fault }}</span>
              }
            </td>
            <td class="host quiet">{{ row.run.nodeId }}</td>
            <td class="by quiet">{{ row.by }}</td>
            <td class="queued quiet"><hb-relative-time [at]="row.run.createdAt" /></td>
            <td class="duration figure">{{ row.duration }}</td>
            <td class="added figure">{{ row.added }}</td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styleUrl: './run-table.scss',
})
export class RunTable {
  private readonly clock = inject(Clock);

  readonly runs = input.required<readonly BackupRun[]>();

  protected readonly rows = computed(() => {
    const now = this.clock.now();
    return this.runs().map((run) => ({
      run,
      kind: runName(run),
      fault: run.reason === null || run.status !== 'FAILED' ? null : faultTitle(run.reason),
      by: run.trigger === 'USER' ? (run.createdByName ?? '–') : run.trigger === 'SCHEDULE' ? 'Schedule' : 'Retention',
      duration: runDuration(run, now) ?? '–',
      added: run.bytesAdded === null ? '' : formatBytes(run.bytesAdded),
    }));
  });
}
