import { Component, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { BackupsApi } from '../../core/api/backups.api';
import { showHeading } from '../../core/heading/page-heading';
import { FailureState } from '../../shared/page-state/failure-state';
import { runName } from './kind-labels';
import { RunView } from './run-view';

/** Loads the run that the address names. */
@Component({
  selector: 'hb-run-page',
  imports: [FailureState, MatButton, RouterLink, RunView],
  template: `
    <!-- One view a run: it begins anew when the address names another. -->
    @for (run of loaded(); track run.id) {
      <hb-run-view [loaded]="run" />
    } @empty {
      @if (run.error(); as error) {
        <hb-failure-state [error]="error" (retry)="run.reload()">
          <a matButton="outlined" routerLink="/dashboard/backups">Go to the backups</a>
        </hb-failure-state>
      } @else {
        <div class="hb-page" role="status">
          <span class="hb-visually-hidden">Loading the run</span>
          <div class="hb-skeleton"></div>
        </div>
      }
    }
  `,
  styles: `
    .hb-skeleton {
      display: block;
      height: 460px;
      border-radius: var(--hb-radius);
    }
  `,
})
export class RunPage {
  private readonly api = inject(BackupsApi);

  /** From the address. */
  readonly runId = input.required<string>();

  protected readonly run = rxResource({
    params: () => this.runId(),
    stream: ({ params }) => this.api.runs.get(params),
  });

  constructor() {
    showHeading(() => {
      const [run] = this.loaded();
      const backups = { label: 'Backups', link: '/dashboard/backups' };
      if (run === undefined) return { title: 'Run', trail: [backups] };
      return {
        title: `${runName(run)} of ${run.nodeId}`,
        trail: [backups, { label: run.policyName, link: `/dashboard/backups/policies/${run.policyId}` }],
      };
    });
  }

  protected loaded() {
    return this.run.hasValue() ? [this.run.value()] : [];
  }
}
