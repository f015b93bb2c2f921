import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { JobSummary } from '@hyprbox/contracts';
import { isTerminal } from '@hyprbox/contracts';
import { Clock } from '../../core/clock/clock';
import { isOwnScript, presetWords } from '../../shared/rollout/own-script';
import { ExecutionStatusLabel } from '../../shared/status/execution-status-label';
import { RelativeTime } from '../../shared/time/relative-time';
import { exitWords } from '../../shared/execution/outcome-words';
import { TestMark } from '../../shared/execution/test-mark';
import { runDuration } from '../../shared/execution/run-duration';

@Component({
  selector: 'hb-job-table',
  imports: [ExecutionStatusLabel, RelativeTime, RouterLink, TestMark],
  template: `
    <table class="hb-table">
      <caption class="hb-visually-hidden">
        Jobs, newest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Preset</th>
          <th scope="col">Host</th>
          <th scope="col">By</th>
          <th scope="col">Queued</th>
          <th scope="col" class="figure">Duration</th>
          <th scope="col" class="figure">Exit</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.job.id) {
          <tr>
            <td class="status"><hb-execution-status [status]="row.job.status" /></td>
            <td class="preset">
              <a class="job" [routerLink]="['/dashboard/jobs', row.job.id]"
                >{{ row.preset }}<span class="hb-visually-hidden"> on {{ row.job.nodeId }}</span></a
              >
              @if (row.job.isTest) {
                <hb-test-mark class="mark" />
              } @else if (row.version) {
                <span class="quiet">v{{ row.version }}</span>
              }
            </td>
            <td class="host">
              <a class="above" [routerLink]="['/dashboard/nodes', row.job.nodeId]">{{ row.job.nodeId }}</a>
            </td>
            <td class="by quiet">{{ row.job.createdByName ?? '–' }}</td>
            <td class="queued quiet"><hb-relative-time [at]="row.job.createdAt" /></td>
            <td class="duration figure">{{ row.duration }}</td>
            <td class="exit figure" [class.failed]="row.job.status === 'FAILED'">{{ row.exit }}</td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styleUrl: './job-table.scss',
})
export class JobTable {
  private readonly clock = inject(Clock);

  readonly jobs = input.required<readonly JobSummary[]>();

  protected readonly rows = computed(() => {
    const now = this.clock.now();
    return this.jobs().map((job) => ({
      job,
      preset: presetWords(job.preset),
      version: isOwnScript(job.preset) ? null : job.presetVersion,
      duration: runDuration(job, now) ?? '–',
      exit: isTerminal(job.status) ? exitWords(job) : '',
    }));
  });
}
