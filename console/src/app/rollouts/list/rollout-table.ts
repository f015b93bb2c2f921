import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { RolloutSummary } from '@hyprbox/contracts';
import { RolloutStateLabel } from '../../shared/rollout/rollout-state-label';
import { rolloutSubject } from '../../shared/rollout/rollout-words';
import { RelativeTime } from '../../shared/time/relative-time';
import { ProgressBar } from '../progress/progress-bar';
import { progressWords } from '../progress/progress-words';

@Component({
  selector: 'hb-rollout-table',
  imports: [ProgressBar, RelativeTime, RolloutStateLabel, RouterLink],
  template: `
    <table class="hb-table">
      <caption class="hb-visually-hidden">
        Rollouts, newest first
      </caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Rollout</th>
          <th scope="col">Runs</th>
          <th scope="col">Progress</th>
          <th scope="col">By</th>
          <th scope="col">Ordered</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.rollout.id) {
          <tr>
            <td class="state"><hb-rollout-state [state]="row.rollout.state" /></td>
            <td class="name">
              <a class="rollout" [routerLink]="['/dashboard/rollouts', row.rollout.id]">{{ row.rollout.name }}</a>
            </td>
            <td class="subject quiet">{{ row.subject }}</td>
            <td class="progress">
              <span>{{ row.words }}</span>
              <hb-progress-bar [counts]="row.rollout.counts" [targets]="row.rollout.targets" />
            </td>
            <td class="by quiet">{{ row.rollout.createdByName ?? '–' }}</td>
            <td class="when quiet"><hb-relative-time [at]="row.rollout.createdAt" /></td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styleUrl: './rollout-table.scss',
})
export class RolloutTable {
  readonly rollouts = input.required<readonly RolloutSummary[]>();

  protected readonly rows = computed(() =>
    this.rollouts().map((rollout) => ({
      rollout,
      subject: rolloutSubject(rollout),
      words: progressWords(rollout.counts, rollout.targets),
    })),
  );
}
